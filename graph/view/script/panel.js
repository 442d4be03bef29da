// What is said of the chosen node or tie? The panel beside the picture.
const SOME = 8; // ties of one relation before "show all"

function renderPanel() {
  const node = nodes.get(view.select);
  const tie = ties.get(view.select);
  replaceChildren(byId('panel-body'), ...(node ? nodePanel(node) : tie ? tiePanel(tie) : emptyPanel()));
  byId('panel').classList.toggle('idle', !node && !tie);
}

function emptyPanel() {
  const best = importance.filter((node) => shown.nodes.has(node.id)).slice(0, 8);
  return [
    el('p', { class: 'hint' }, say('panel.empty')),
    best.length ? el('h3', { class: 'small' }, say('panel.largest')) : null,
    el(
      'ul',
      { class: 'ties' },
      ...best.map((node) =>
        el('li', {}, nodeButton(node.id), el('span', { class: 'soft' }, say('count.neighbours', {}, node.degree))),
      ),
    ),
  ];
}

const heading = (words, names) =>
  el('h3', { id: 'chosen', tabindex: '-1', lang: names ? languageOf(names) : undefined }, words);

const closing = () =>
  el(
    'button',
    {
      type: 'button',
      class: 'close',
      'aria-label': say('panel.close'),
      on: { click: () => select('', { focus: 'canvas' }) },
    },
    '×',
  );

function nodePanel(node) {
  const look = own(data.types, node.type);
  const [first, second] = [named(node.names) || node.id, view.lang === 'en' ? node.names.ro : node.names.en];
  const chips = [...(node.verticals ?? []), ...(node.places ?? [])].map((id) => el('li', {}, conceptWords(id)));
  return [
    closing(),
    el(
      'p',
      { class: 'kind' },
      icon(look?.shape, look?.colour),
      typeWords(node.type),
      node.seed ? el('span', { class: 'soft' }, `· ${say('panel.seed')}`) : null,
    ),
    heading(first, node.names),
    second && second !== first ? el('p', { class: 'soft', lang: view.lang === 'en' ? 'ro' : 'en' }, second) : null,
    chips.length ? el('ul', { class: 'chips' }, ...chips) : null,
    el(
      'p',
      { class: 'soft' },
      `${say('count.neighbours', {}, node.degree)} · ${say('count.statements', {}, node.weight)}`,
    ),
    tiesOf.get(node.id).every(isPlain) ? null : el('p', { class: 'soft' }, say('panel.plain')),
    ...factsOf(node),
    ...tieGroups(node),
    el('p', { class: 'id' }, el('code', {}, node.id)),
  ];
}

function factsOf(node) {
  if (!node.facts) return [];
  return [
    el('h4', {}, say('panel.facts')),
    el(
      'ul',
      { class: 'ties facts' },
      ...node.facts.map(([attribute, value, lang, proof]) => {
        const words = attributeWords(attribute);
        return el(
          'li',
          {},
          el('span', { class: 'soft' }, `${words}: `),
          el('span', { lang: lang || undefined }, factValue(value)),
          ...disclosure(say('panel.evidence'), say('panel.evidence_of', { detail: words }), () =>
            proofCard(proof, 'happened'),
          ),
        );
      }),
    ),
  ];
}

function factValue(value) {
  if (/^https?:/.test(value)) return address(value);
  return /^\d{4}-\d\d(-\d\d)?(\/\d{4}-\d\d(-\d\d)?)?$/.test(value)
    ? period(value.includes('/') ? value : `${value}/${value}`)
    : value;
}

// The ties of a node by relation and direction, the strongest first.
function tieGroups(node) {
  const groups = new Map();
  const visible = tiesOf.get(node.id).filter((tie) => shown.ties.has(tie.id));
  for (const tie of visible) {
    const key = `${tie.relation} ${tie.subject === node.id ? 'from' : 'to'}`;
    groups.set(key, [...(groups.get(key) ?? []), tie]);
  }
  const hiddenTies = tiesOf.get(node.id).length - visible.length;
  const order = [...groups.values()].sort((a, b) => b.length - a.length);
  return [
    ...(order.length
      ? order.flatMap((some) => tieGroup(node, some))
      : [el('p', { class: 'hint' }, say('panel.no_ties'))]),
    hiddenTies ? el('p', { class: 'soft' }, say('panel.hidden', { ties: say('count.ties', {}, hiddenTies) })) : null,
  ];
}

function tieGroup(node, some) {
  const [first] = some;
  const ordered = [...some].sort(
    (a, b) =>
      b.weight - a.weight ||
      b.confidence - a.confidence ||
      nameOf(otherEnd(a, node.id)).localeCompare(nameOf(otherEnd(b, node.id)), view.lang),
  );
  const list = el('ul', { class: 'ties' }, ...ordered.slice(0, SOME).map((tie) => tieItem(node, tie)));
  const rest = ordered.slice(SOME);
  const all = rest.length
    ? el(
        'button',
        {
          type: 'button',
          class: 'plain',
          on: {
            click: (event) => {
              list.append(...rest.map((tie) => tieItem(node, tie)));
              event.target.remove();
              list.children[SOME].querySelector('button').focus();
            },
          },
        },
        say('panel.show_all', { n: number(ordered.length) }),
      )
    : null;
  return [
    el(
      'h4',
      {},
      relationWords(first.relation, first.subject !== node.id),
      el('span', { class: 'count' }, number(some.length)),
    ),
    list,
    all,
  ];
}

function tieItem(node, tie) {
  const other = otherEnd(tie, node.id);
  const count = tie.weight > 1 ? `${say('panel.evidence')} (${number(tie.weight)})` : say('panel.evidence');
  return el(
    'li',
    {},
    nodeButton(other),
    tie.mode === 'happened' ? null : modeWords(tie.mode),
    el('span', { class: 'soft when' }, tiePeriod(tie)),
    ...disclosure(count, say('panel.evidence_of', { detail: tieSentence(tie) }), () => proofsOf(tie)),
  );
}

function nodeButton(id) {
  const node = nodes.get(id);
  const look = own(data.types, node.type);
  return el(
    'button',
    { type: 'button', class: 'node', on: { click: () => select(id, { focus: 'panel' }) } },
    icon(look?.shape, look?.colour),
    el('span', { lang: languageOf(node.names) }, nameOf(id)),
  );
}

function tiePanel(tie) {
  return [
    closing(),
    el('p', { class: 'kind' }, lineIcon(tie.mode), modeWords(tie.mode)),
    heading(tieSentence(tie)),
    el('p', { class: 'soft' }, say(`mode.${tie.mode}.note`)),
    el(
      'p',
      { class: 'ends' },
      nodeButton(tie.subject),
      el('span', { class: 'soft' }, relationWords(tie.relation)),
      nodeButton(tie.object),
    ),
    el(
      'p',
      { class: 'soft' },
      `${tiePeriod(tie)} · ${say('count.statements', {}, tie.weight)} · ${say('proof.confidence')}: ${percent(tie.confidence)}`,
    ),
    el('h4', {}, say('panel.evidence')),
    proofsOf(tie),
  ];
}
