// The same as the picture, as a table: nodes and ties with the same actions, sorted by any column.
const PAGE = 100;
const table = { kind: 'nodes', sort: 'degree', down: true, page: 0 };
const sortable = { text: (a, b) => a.localeCompare(b, view.lang), number: (a, b) => a - b };

const COLUMNS = {
  nodes: [
    { key: 'name', kind: 'text', value: (node) => nameOf(node.id), cell: (node) => nodeButton(node.id) },
    { key: 'type', kind: 'text', value: (node) => typeWords(node.type) },
    { key: 'verticals', kind: 'text', value: (node) => (node.verticals ?? []).map(conceptWords).join(', ') },
    { key: 'degree', kind: 'number', value: (node) => node.degree },
    { key: 'weight', kind: 'number', value: (node) => node.weight },
  ],
  ties: [
    { key: 'subject', kind: 'text', value: (tie) => nameOf(tie.subject), cell: (tie) => nodeButton(tie.subject) },
    { key: 'relation', kind: 'text', value: (tie) => relationWords(tie.relation) },
    { key: 'object', kind: 'text', value: (tie) => nameOf(tie.object), cell: (tie) => nodeButton(tie.object) },
    { key: 'mode', kind: 'text', value: (tie) => say(`mode.${tie.mode}`), cell: (tie) => modeWords(tie.mode) },
    {
      key: 'when',
      kind: 'text',
      value: (tie) => tie.when?.join() ?? '',
      cell: (tie) => document.createTextNode(tiePeriod(tie)),
    },
    {
      key: 'confidence',
      kind: 'number',
      value: (tie) => tie.confidence,
      cell: (tie) => document.createTextNode(percent(tie.confidence)),
    },
    { key: 'weight', kind: 'number', value: (tie) => tie.weight },
    {
      key: 'evidence',
      cell: (tie) =>
        el(
          'button',
          {
            type: 'button',
            class: 'plain',
            'aria-label': say('panel.evidence_of', { detail: tieSentence(tie) }),
            on: { click: () => select(tie.id, { focus: 'panel', reveal: true }) },
          },
          say('panel.evidence'),
        ),
    },
  ],
};

function tableRows() {
  const items = table.kind === 'nodes' ? data.nodes : data.ties;
  const column = COLUMNS[table.kind].find(({ key }) => key === table.sort) ?? COLUMNS[table.kind][0];
  const keyed = items.filter((item) => shown[table.kind].has(item.id)).map((item) => [column.value(item), item]);
  const order = sortable[column.kind];
  keyed.sort((a, b) => (table.down ? -1 : 1) * order(a[0], b[0]) || (a[1].id < b[1].id ? -1 : 1));
  return keyed.map(([, item]) => item);
}

function renderTable() {
  const columns = COLUMNS[table.kind];
  const all = tableRows();
  table.page = Math.max(0, Math.min(table.page, Math.ceil(all.length / PAGE) - 1));
  const some = all.slice(table.page * PAGE, (table.page + 1) * PAGE);
  const caption = say(`table.caption.${table.kind}`);
  const body = some.map((item) =>
    el(
      'tr',
      { 'aria-selected': item.id === view.select ? 'true' : undefined, 'data-id': item.id },
      ...columns.map(({ kind, value, cell }) =>
        el(
          'td',
          { class: kind === 'number' ? 'number' : undefined },
          cell ? cell(item) : document.createTextNode(kind === 'number' ? number(value(item)) : value(item)),
        ),
      ),
    ),
  );
  replaceChildren(
    byId('table-frame'),
    el(
      'table',
      {},
      el('caption', { class: 'unseen' }, caption),
      el('thead', {}, el('tr', {}, ...columns.map(columnHead))),
      el('tbody', {}, ...body),
    ),
  );
  byId('table-frame').setAttribute('aria-label', caption);
  renderTabs();
  renderPager(all.length);
}

function columnHead({ key, kind, value }) {
  const words = say(`column.${key}`);
  if (!value) return el('th', { scope: 'col' }, words);
  const sorted = table.sort === key ? (table.down ? 'descending' : 'ascending') : undefined;
  const press = () => {
    table.down = table.sort === key ? !table.down : kind === 'number';
    table.sort = key;
    table.page = 0;
    renderTable();
    byId('table-frame').querySelector(`[data-sort="${key}"]`).focus();
  };
  return el(
    'th',
    { scope: 'col', 'aria-sort': sorted, class: kind === 'number' ? 'number' : undefined },
    el(
      'button',
      { type: 'button', 'data-sort': key, on: { click: press } },
      words,
      el('span', { class: 'arrow', 'aria-hidden': 'true' }, sorted ? (table.down ? '▼' : '▲') : ''),
    ),
  );
}

function renderTabs() {
  for (const kind of ['nodes', 'ties']) {
    const tab = byId(`tab-${kind}`);
    tab.textContent = `${say(`table.${kind}`)} (${number(shown[kind].size)})`;
    tab.setAttribute('aria-pressed', String(table.kind === kind));
  }
}

function renderPager(count) {
  const turn = (by, key) =>
    el(
      'button',
      {
        type: 'button',
        class: 'plain',
        disabled: by < 0 ? table.page === 0 : (table.page + 1) * PAGE >= count,
        on: {
          click: () => {
            table.page += by;
            renderTable();
            byId('table-frame').focus();
          },
        },
      },
      say(key),
    );
  const from = count ? table.page * PAGE + 1 : 0;
  const to = Math.min(count, (table.page + 1) * PAGE);
  replaceChildren(
    byId('pager'),
    count > PAGE ? turn(-1, 'table.previous') : null,
    el('span', {}, say('table.page', { from: number(from), to: number(to), n: number(count) })),
    count > PAGE ? turn(1, 'table.next') : null,
  );
}

function startTable() {
  for (const tab of byId('tabs').children) {
    tab.addEventListener('click', () => {
      Object.assign(table, {
        kind: tab.dataset.table,
        page: 0,
        down: true,
        sort: tab.dataset.table === 'nodes' ? 'degree' : 'weight',
      });
      renderTable();
    });
  }
}
