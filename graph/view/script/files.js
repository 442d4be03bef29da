// What can be taken away? PNG, SVG, CSV and a printed sheet with footnotes.
const NOTES = 200; // ties told under a printed picture
const MARKED = 60; // ties up to which they are numbered in the drawing

// An ASCII name for a file, from the title.
function fileName(suffix) {
  const words = folded(named(data.title))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  return `${words || 'innograph'}${suffix}`;
}

function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = el('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  announce(say('download.done', { detail: name }));
}

const svgBlob = () =>
  new Blob([new XMLSerializer().serializeToString(draw())], { type: 'image/svg+xml;charset=utf-8' });

const saveSvg = () => save(svgBlob(), fileName('.svg'));

async function savePng() {
  const url = URL.createObjectURL(svgBlob());
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = el('canvas', { width: image.naturalWidth * 2, height: image.naturalHeight * 2 });
  canvas.getContext('2d').drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(url);
  canvas.toBlob((blob) => save(blob, fileName('.png')), 'image/png');
}

// A cell that no spreadsheet takes for a formula.
function cell(value) {
  const text = String(value ?? '');
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
  return /[",\r\n;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

// UTF-8 with a byte order mark, so that spreadsheets read ș and ț.
const csvBlob = (lines) =>
  new Blob(['\ufeff', lines.map((line) => line.map(cell).join(',')).join('\r\n'), '\r\n'], {
    type: 'text/csv;charset=utf-8',
  });

function saveNodes() {
  const head = ['id', ...['name', 'type', 'verticals', 'degree', 'weight'].map((key) => say(`column.${key}`))];
  const lines = data.nodes
    .filter((node) => shown.nodes.has(node.id))
    .map((node) => [
      node.id,
      nameOf(node.id),
      typeWords(node.type),
      (node.verticals ?? []).map(conceptWords).join('; '),
      node.degree,
      node.weight,
    ]);
  save(csvBlob([head, ...lines]), fileName('-nodes.csv'));
}

// One line for each statement: who, what, whom, how, when, and what proves it.
function saveTies() {
  const head = [
    'subject',
    say('column.subject'),
    say('column.relation'),
    'object',
    say('column.object'),
    say('column.mode'),
    say('column.when'),
    say('column.confidence'),
    say('panel.evidence'),
    say('proof.source'),
    say('proof.document'),
    'URL',
    say('proof.record'),
    say('proof.retrieved'),
    say('proof.statement'),
  ];
  const lines = data.ties
    .filter((tie) => shown.ties.has(tie.id))
    .flatMap((tie) =>
      tie.proofs.map((proof) => {
        const receipt = data.receipts[proof[1]];
        return [
          tie.subject,
          nameOf(tie.subject),
          relationWords(tie.relation),
          tie.object,
          nameOf(tie.object),
          say(`mode.${tie.mode}`),
          proof[2],
          proof[3],
          receipt.quote || receipt.row || '',
          sourceWords(receipt.source),
          receipt.title || '',
          receipt.url || '',
          receipt.record,
          receipt.retrieved,
          proof[0],
        ];
      }),
    );
  save(csvBlob([head, ...lines]), fileName('-ties.csv'));
}

// The printed sheet: drawing, then each tie with what proves it, numbered as in the drawing where that is legible.
function prepareSheet() {
  const focus =
    view.select && (nodes.has(view.select) || ties.has(view.select)) ? neighbourhood(view.select).ties : null;
  const told = (focus ?? data.ties.filter((tie) => shown.ties.has(tie.id))).slice(0, NOTES);
  const marks = new Map(told.length <= MARKED ? told.map((tie, at) => [tie.id, at + 1]) : []);
  const rest = (focus ? focus.length : shown.ties.size) - told.length;
  replaceChildren(
    byId('sheet'),
    draw({ whole: true, marks }),
    el('h2', {}, say('print.notes')),
    el(
      'ol',
      {},
      ...told.map((tie) =>
        el(
          'li',
          {},
          el('strong', {}, tieSentence(tie)),
          ` (${say(`mode.${tie.mode}`)}, ${tiePeriod(tie)}). `,
          ...tie.proofs.slice(0, 2).map(footnote),
        ),
      ),
    ),
    rest > 0 ? el('p', {}, say('print.more', {}, rest)) : null,
  );
}

function footnote(proof) {
  const receipt = data.receipts[proof[1]];
  const where = [
    sourceWords(receipt.source),
    receipt.title,
    receipt.url,
    receipt.record !== receipt.url ? receipt.record : '',
    date(receipt.retrieved),
  ];
  return el(
    'span',
    {},
    receipt.quote ? el('q', { lang: receipt.lang || undefined }, receipt.quote) : null,
    ` ${where.filter(Boolean).join(', ')}. `,
  );
}

function startFiles() {
  const press = (id, heard) =>
    byId(id).addEventListener('click', () => {
      byId('downloads').open = false;
      heard();
    });
  press('get-png', savePng);
  press('get-svg', saveSvg);
  press('get-nodes', saveNodes);
  press('get-ties', saveTies);
  press('print', () => window.print());
  window.addEventListener('beforeprint', prepareSheet);
  window.addEventListener('afterprint', () => byId('sheet').replaceChildren());
}
