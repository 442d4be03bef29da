// How strong, how certain and when? The sliders for weight, confidence and period.
const weights = data.ties.map((tie) => tie.weight);
const mostWeight = Math.max(1, ...weights);
const leastConfidence = Math.min(1, ...data.ties.map((tie) => tie.confidence));
const steps = periodSteps();

// The years, or the months of a short span, in which a tie is dated.
function periodSteps() {
  const dates = data.ties
    .flatMap((tie) => tie.when ?? [])
    .filter(Boolean)
    .sort();
  if (!dates.length) return [];
  const [from, to] = made.during ? made.during.split('..') : ['', ''];
  const first = earliest(from || dates[0]);
  const last = latest(to || dates[dates.length - 1]);
  const years = [];
  for (let year = Number(first.slice(0, 4)); year <= Number(last.slice(0, 4)); year += 1) years.push(String(year));
  if (years.length > 3) return years;
  return years
    .flatMap((year) => Array.from({ length: 12 }, (_, month) => `${year}-${String(month + 1).padStart(2, '0')}`))
    .filter((month) => month >= first.slice(0, 7) && month <= last.slice(0, 7));
}

function slider(id, words, { min, max, step = 1, value, heard, told }) {
  const output = el('output', { for: id }, told(value));
  const input = el('input', {
    id,
    type: 'range',
    min,
    max,
    step,
    value,
    'aria-valuetext': told(value),
    on: {
      input: (event) => {
        heard(Number(event.target.value));
        output.textContent = told(Number(event.target.value));
        event.target.setAttribute('aria-valuetext', output.textContent);
        changed();
      },
    },
  });
  return el('div', { class: 'field slider' }, el('label', { for: id }, words), output, input);
}

function thresholds() {
  const parts = [];
  if (mostWeight > made.weight) {
    parts.push(
      slider('weight', say('filter.weight'), {
        min: made.weight,
        max: Math.min(mostWeight, made.weight + 49),
        value: view.weight,
        heard: (value) => {
          view.weight = value;
        },
        told: number,
      }),
    );
  }
  if (leastConfidence < 1) {
    parts.push(
      slider('confidence', say('filter.confidence'), {
        min: Math.round(made.confidence * 100),
        max: 100,
        step: 5,
        value: Math.round(view.confidence * 100),
        heard: (value) => {
          view.confidence = value / 100;
        },
        told: (value) => percent(value / 100),
      }),
    );
  }
  if (steps.length > 1) parts.push(periodField());
  return parts.length ? el('div', { class: 'group thresholds' }, ...parts) : null;
}

function periodField() {
  const [from, to] = chosenSteps();
  const move = (end) => (value) => {
    const now = chosenSteps();
    now[end] = value;
    if (now[0] > now[1]) now[1 - end] = value;
    choosePeriod(now);
  };
  const told = (value) => date(steps[value]);
  const last = steps.length - 1;
  const undated = el(
    'label',
    { class: 'check', id: 'undated-label' },
    el('input', {
      id: 'undated',
      type: 'checkbox',
      on: {
        change: (event) => {
          view.undated = event.target.checked;
          changed();
        },
      },
    }),
    say('filter.undated'),
  );
  return el(
    'div',
    { class: 'period', role: 'group', 'aria-label': say('filter.period') },
    el('p', { class: 'field-title' }, say('filter.period')),
    histogram(),
    slider('since', say('filter.from'), { min: 0, max: last, value: from, heard: move(0), told }),
    slider('until', say('filter.to'), { min: 0, max: last, value: to, heard: move(1), told }),
    undated,
  );
}

// The steps chosen now, as numbers.
function chosenSteps() {
  const [from, to] = view.during && view.during !== made.during ? view.during.split('..') : ['', ''];
  const first = steps.findIndex((step) => latest(step) >= earliest(from));
  const last = steps.findLastIndex((step) => earliest(step) <= latest(to));
  return [Math.max(first, 0), last < 0 ? steps.length - 1 : last];
}

function choosePeriod([first, last]) {
  const everything = first === 0 && last === steps.length - 1;
  view.during = everything ? made.during : `${steps[first]}..${steps[last]}`;
}

// How many ties hold in each step: bars above the sliders.
function histogram() {
  const counts = steps.map(
    (step) =>
      data.ties.filter(
        (tie) => tie.when && earliest(tie.when[0]) <= latest(step) && latest(tie.when[1]) >= earliest(step),
      ).length,
  );
  const most = Math.max(1, ...counts);
  return svgEl(
    'svg',
    {
      viewBox: `0 0 ${steps.length * 10} 30`,
      class: 'histogram',
      preserveAspectRatio: 'none',
      'aria-hidden': 'true',
    },
    ...counts.map((count, at) =>
      svgEl('rect', {
        x: at * 10 + 1,
        y: 30 - (28 * count) / most,
        width: 8,
        height: (28 * count) / most,
        'data-step': at,
      }),
    ),
  );
}

function refreshThresholds() {
  const set = (id, value, words) => {
    const input = byId(id);
    if (!input) return;
    if (Number(input.value) !== value) input.value = value;
    input.setAttribute('aria-valuetext', words);
    input.parentElement.querySelector('output').textContent = words;
  };
  set('weight', view.weight, number(view.weight));
  set('confidence', Math.round(view.confidence * 100), percent(view.confidence));
  if (steps.length < 2) return;
  const [from, to] = chosenSteps();
  set('since', from, date(steps[from]));
  set('until', to, date(steps[to]));
  byId('undated').checked = view.undated;
  byId('undated-label').hidden = !view.during || !data.ties.some((tie) => !tie.when);
  for (const bar of document.querySelectorAll('.histogram rect')) {
    bar.classList.toggle('out', Number(bar.dataset.step) < from || Number(bar.dataset.step) > to);
  }
}
