// How does it all begin, and what follows when something changes?
const notes = new Map(); // warnings under the header, by key

function renderNotes() {
  replaceChildren(
    byId('notes'),
    ...[...notes].map(([key, values]) => el('p', { class: 'note' }, say(key, values()))),
  );
}

function renderWords() {
  document.documentElement.lang = view.lang;
  document.title = named(data.title);
  byId('title').textContent = named(data.title);
  for (const one of document.querySelectorAll('[data-t]')) one.textContent = say(one.dataset.t);
  for (const one of document.querySelectorAll('[data-t-label]')) {
    one.setAttribute('aria-label', say(one.dataset.tLabel));
    one.title = say(one.dataset.tLabel);
  }
  byId('search').placeholder = say('search.hint');
  byId('found').setAttribute('aria-label', say('search.results'));
  byId('languages').setAttribute('aria-label', say('page.language'));
  byId('canvas').setAttribute('aria-label', say('picture.keys'));
  for (const button of byId('languages').children)
    button.setAttribute('aria-pressed', String(button.dataset.lang === view.lang));
  byId('dated').textContent = data.day ? say('page.data', { day: date(data.day) }, data.revision) : '';
  renderLines();
  renderNotes();
}

// The kinds of line, small, in a corner of the picture.
function renderLines() {
  replaceChildren(
    byId('lines'),
    ...facetOptions('modes').map((mode) => el('span', {}, lineIcon(mode), say(`mode.${mode}`))),
  );
}

function renderCounts() {
  byId('counts').textContent = say('showing', {
    nodes: number(shown.nodes.size),
    all_nodes: say('count.nodes', {}, data.held[0]),
    ties: number(shown.ties.size),
    all_ties: say('count.ties', {}, data.held[1]),
  });
  const hiddenNodes = data.nodes.length - shown.nodes.size;
  const hiddenTies = data.ties.length - shown.ties.size;
  const filtered =
    hiddenNodes || hiddenTies
      ? [
          say('left.filtered', {
            nodes: say('count.nodes', {}, hiddenNodes),
            ties: say('count.ties', {}, hiddenTies),
          }),
        ]
      : [];
  const left = [...filtered, ...data.left.map(named)];
  replaceChildren(byId('left'), ...left.map((words) => el('li', {}, words)));
  byId('left').parentElement.hidden = !left.length;
  renderEmpty();
}

function renderEmpty() {
  const empty = byId('empty');
  empty.hidden = shown.nodes.size > 0;
  if (empty.hidden) return;
  if (!data.nodes.length) {
    replaceChildren(empty, el('p', {}, say('empty.picture')));
  } else {
    replaceChildren(
      empty,
      el('p', {}, say('empty.filters')),
      el('button', { type: 'button', on: { click: clearFilters } }, say('empty.reset')),
    );
  }
}

function renderAgain() {
  const spec = asSpec();
  byId('command').textContent = command(spec);
  byId('address').textContent = `#${compact(spec)}`;
}

let waiting = 0;

// A filter changed: work out what is shown, and say so everywhere.
function changed() {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(() => {
    applyFilters();
    refreshCanvas();
    refreshLegend();
    renderCounts();
    renderTable();
    renderPanel();
    renderAgain();
    keepInAddress();
  });
}

function changedLook() {
  measureLook();
  rankNodes();
  restyleCanvas();
  const held = document.activeElement?.id;
  renderLegend();
  if (held?.startsWith('look-')) byId(held).focus();
  renderAgain();
  keepInAddress();
}

function clearFilters() {
  for (const facet of FACETS) chosen[facet] = null;
  Object.assign(view, {
    weight: made.weight,
    confidence: made.confidence,
    during: made.during,
    undated: made.undated,
  });
  changed();
  byId('search').focus();
}

// Choose a node or a tie (or nothing): `focus` says where the keyboard goes, `reveal` brings it into sight.
function select(id, { focus = '', reveal: bring = false, from = '' } = {}) {
  view.select = id;
  renderPanel();
  for (const row of byId('table-frame').querySelectorAll('tr[data-id]')) {
    if (row.dataset.id === id) row.setAttribute('aria-selected', 'true');
    else row.removeAttribute('aria-selected');
  }
  if (id && (bring || focus === 'panel')) reveal(id);
  network.redraw();
  renderAgain();
  keepInAddress();
  if (focus === 'panel') byId('chosen').focus({ preventScroll: from === 'canvas' });
  else if (focus === 'canvas') byId('canvas').focus();
  else announceChosen(id);
}

function announceChosen(id) {
  const node = nodes.get(id);
  if (node) announce(`${nameOf(id)}, ${typeWords(node.type)}, ${say('count.neighbours', {}, node.degree)}`);
  else if (ties.has(id)) announce(tieTip(ties.get(id)));
  else announce(say('live.cleared'));
}

function speak(lang) {
  view.lang = lang;
  renderEverything();
  network.redraw();
  keepInAddress();
}

function renderEverything() {
  renderWords();
  renderLegend();
  renderCounts();
  renderPanel();
  renderTable();
  renderAgain();
}

// Take the view of the address, if it has one that can be read.
function takeAddress() {
  const text = location.hash.slice(1);
  notes.delete('warning.address');
  notes.delete('warning.foreign');
  if (!/^\d+(~|$)/.test(text)) return;
  try {
    if (takeSpec(uncompact(text))) notes.set('warning.foreign', () => ({}));
  } catch (error) {
    notes.set('warning.address', () => ({ detail: error.message }));
  }
}

function start() {
  if (data.crowded) notes.set('warning.crowded', () => ({ nodes: say('count.nodes', {}, data.nodes.length) }));
  takeSpec(made);
  takeAddress();
  applyFilters();
  measureLook();
  rankNodes();
  renderWords();
  startCanvas();
  if (view.colour !== made.colour || view.size !== made.size) restyleCanvas();
  renderLegend();
  renderCounts();
  renderPanel();
  renderAgain();
  startSearch();
  startTable();
  startFiles();
  startKeys();
  for (const button of byId('languages').children) button.addEventListener('click', () => speak(button.dataset.lang));
  byId('reset').addEventListener('click', clearFilters);
  byId('copy-command').addEventListener('click', copyCommand);
  byId('skip').addEventListener('click', (event) => {
    event.preventDefault();
    byId('tables').focus();
  });
  window.addEventListener('hashchange', () => {
    takeAddress();
    changed();
    renderEverything();
    changedLook();
  });
  renderTable();
  if (view.select) reveal(view.select);
  if (matchMedia('(max-width: 760px)').matches) byId('filters').open = false;
  document.documentElement.dataset.ready = 'true';
}

async function copyCommand() {
  try {
    await navigator.clipboard.writeText(byId('command').textContent);
    announce(say('again.copied'));
  } catch {
    getSelection().selectAllChildren(byId('command'));
  }
}

start();
