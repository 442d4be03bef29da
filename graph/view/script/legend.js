// What do shapes, colours and lines mean, how many of each are shown, and how are they filtered?
const SVG = 'http://www.w3.org/2000/svg';
const FEW = 9; // options of a facet before "more"

function svgEl(tag, attributes = {}, ...children) {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== undefined) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

const round = (value) => Math.round(value * 10) / 10;

function shapeElement(shape, x, y, r, attributes) {
  const size = drawnSize(shape, r);
  const outline = own(data.look.shapes, shape);
  if (!outline) return svgEl('circle', { cx: round(x), cy: round(y), r: round(size), ...attributes });
  const points = outline.map(([px, py]) => `${round(x + size * px)},${round(y + size * py)}`).join(' ');
  return svgEl('polygon', { points, ...attributes });
}

const icon = (shape, colour) =>
  svgEl(
    'svg',
    { viewBox: '0 0 18 18', class: 'icon', 'aria-hidden': 'true' },
    shapeElement(shape, 9, 9, 6.6, { fill: colour }),
  );

function lineIcon(mode) {
  const line = data.look.lines[mode];
  return svgEl(
    'svg',
    { viewBox: '0 0 30 18', class: 'icon line', 'aria-hidden': 'true' },
    svgEl('path', {
      d: 'M0 9h30',
      stroke: line.colour,
      'stroke-width': 2.2,
      'stroke-dasharray': line.dashes.join(' '),
    }),
  );
}

const optionWords = {
  types: typeWords,
  relations: (relation) => relationWords(relation),
  modes: (mode) => say(`mode.${mode}`),
  verticals: (id) => (id === NONE ? say('filter.none') : conceptWords(id)),
  places: (id) => (id === NONE ? say('filter.none') : conceptWords(id)),
  sources: sourceWords,
};

function optionIcon(facet, option) {
  if (facet === 'types') {
    const look = own(data.types, option);
    return icon(look?.shape, view.colour === 'type' ? look?.colour : '#6b7685');
  }
  if (facet === 'modes') return lineIcon(option);
  if (facet === 'verticals' && view.colour === 'vertical') {
    return icon('dot', option === NONE ? data.look.grey : fromPalette(verticalRank.get(option)));
  }
  return null;
}

const rows = new Map(); // "facet option" -> {box, count, total}
const openGroups = new Set(['types', 'relations', 'modes']);

function renderLegend() {
  rows.clear();
  const groups = FACETS.filter(
    (facet) => facetOptions(facet).length > 1 || ['types', 'relations', 'modes'].includes(facet),
  );
  replaceChildren(
    byId('legend'),
    ...groups.filter((facet) => facetOptions(facet).length).map(facetGroup),
    thresholds(),
    lookGroup(),
  );
  refreshLegend();
}

function facetGroup(facet) {
  const counts = facetCounts(facet, null);
  const options = facetOptions(facet);
  const list = el('div', { role: 'group', 'aria-label': say(`filter.${facet}`), class: 'options' });
  const add = (some) => list.append(...some.map((option) => optionRow(facet, option, counts.get(option))));
  add(options.slice(0, options.length > FEW + 2 ? FEW : options.length));
  const hiddenOnes = options.slice(list.childElementCount);
  const more = hiddenOnes.length
    ? el(
        'button',
        {
          type: 'button',
          class: 'plain',
          on: {
            click: (event) => {
              add(hiddenOnes);
              event.target.remove();
              refreshLegend();
              rows.get(`${facet} ${hiddenOnes[0]}`).box.focus();
            },
          },
        },
        say('more', {}, hiddenOnes.length),
      )
    : null;
  const remember = (event) => openGroups[event.target.open ? 'add' : 'delete'](facet);
  const all = el(
    'button',
    {
      type: 'button',
      class: 'plain all',
      'aria-label': say('filter.all.label', { detail: say(`filter.${facet}`) }),
      on: {
        click: () => {
          chosen[facet] = null;
          changed();
        },
      },
    },
    say('filter.all'),
  );
  return el(
    'details',
    { class: 'group', open: openGroups.has(facet), 'data-facet': facet, on: { toggle: remember } },
    el('summary', {}, say(`filter.${facet}`)),
    all,
    list,
    more,
  );
}

function optionRow(facet, option, total) {
  const words = optionWords[facet](option);
  const box = el('input', { type: 'checkbox', on: { change: () => toggle(facet, option) } });
  const count = el('span', { class: 'count' });
  const only = el(
    'button',
    {
      type: 'button',
      class: 'only',
      'aria-label': say('filter.only.label', { detail: words }),
      on: {
        click: () => {
          chosen[facet] = new Set([option]);
          changed();
        },
      },
    },
    say('filter.only'),
  );
  rows.set(`${facet} ${option}`, { facet, option, box, count, total });
  return el(
    'div',
    { class: 'option' },
    el('label', {}, box, optionIcon(facet, option), el('span', { class: 'words' }, words)),
    only,
    count,
  );
}

function toggle(facet, option) {
  const options = facetOptions(facet);
  const now = new Set(chosen[facet] ?? options);
  if (!now.delete(option)) now.add(option);
  if (!now.size) announce(say('filter.last'));
  chosen[facet] = now.size && now.size < options.length ? now : null;
  changed();
}

function refreshLegend() {
  const counted = Object.fromEntries(
    FACETS.map((facet) => [facet, facetCounts(facet, OF_NODES.includes(facet) ? shown.nodes : shown.ties)]),
  );
  for (const { facet, option, box, count, total } of rows.values()) {
    const now = counted[facet].get(option) ?? 0;
    box.checked = !chosen[facet] || chosen[facet].has(option);
    count.textContent = now === total ? number(total) : `${number(now)} / ${number(total)}`;
  }
  for (const group of byId('legend').querySelectorAll('[data-facet]')) {
    group.querySelector('.all').hidden = !chosen[group.dataset.facet];
  }
  byId('reset').hidden = !isFiltered();
  refreshThresholds();
}

function lookGroup() {
  const choice = (name, options) => {
    const select = el('select', {
      id: `look-${name}`,
      on: {
        change: (event) => {
          view[name] = event.target.value;
          changedLook();
        },
      },
    });
    for (const option of options) {
      select.append(el('option', { value: option, selected: view[name] === option }, say(`${name}.${option}`)));
    }
    return el('div', { class: 'field' }, el('label', { for: `look-${name}` }, say(`look.${name}`)), select);
  };
  const keep = (event) => openGroups[event.target.open ? 'add' : 'delete']('look');
  return el(
    'details',
    { class: 'group', open: openGroups.has('look'), on: { toggle: keep } },
    el('summary', {}, say('look')),
    choice('colour', ['type', 'vertical', 'community']),
    choice('size', ['degree', 'weight', 'same']),
    communityKey(),
  );
}

function communityKey() {
  if (view.colour !== 'community') return null;
  const counts = new Map();
  for (const node of data.nodes) counts.set(node.community, (counts.get(node.community) ?? 0) + 1);
  const big = [...counts.keys()].sort((a, b) => a - b).filter((rank) => own(data.look.palette, rank));
  const row = (colour, words, count) =>
    el(
      'div',
      { class: 'option' },
      icon('dot', colour),
      el('span', { class: 'words' }, words),
      el('span', { class: 'count' }, number(count)),
    );
  const rest = data.nodes.filter((node) => !own(data.look.palette, node.community)).length;
  return el(
    'div',
    { class: 'options key' },
    ...big.map((rank) => row(fromPalette(rank), say('community', {}, rank + 1), counts.get(rank))),
    rest ? row(data.look.grey, say('community.rest'), rest) : null,
  );
}
