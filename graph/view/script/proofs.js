// What proves it? A statement with its quote or row, source, date, mode and confidence.

// Only an address of the web becomes a link; anything else stays text.
function address(text) {
  let parsed = null;
  try {
    parsed = new URL(text);
  } catch {
    return document.createTextNode(text);
  }
  if (parsed.protocol !== 'https:' && parsed.protocol !== 'http:') return document.createTextNode(text);
  return el('a', { href: parsed.href, target: '_blank', rel: 'noopener noreferrer' }, text);
}

// The cells of a row as read; null where it is no JSON object.
function cellsOf(receipt) {
  try {
    const row = JSON.parse(receipt.row);
    return row && typeof row === 'object' ? Object.entries(row) : null;
  } catch {
    return null;
  }
}

const cellText = (value) =>
  value === null || value === undefined ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value);

function saidBy(receipt) {
  if (receipt.quote) return el('blockquote', { lang: receipt.lang || undefined }, receipt.quote);
  const cells = receipt.row ? cellsOf(receipt) : null;
  if (!cells) return receipt.row ? el('blockquote', {}, receipt.row) : null;
  const full = cells.filter(([, value]) => cellText(value) !== '');
  return el(
    'div',
    { class: 'as-read' },
    el('p', { class: 'field-title' }, say('proof.row')),
    el(
      'dl',
      { class: 'cells' },
      ...full.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, cellText(value))]),
    ),
  );
}

function proofCard([statement, at, when, confidence, by, qualifiers], mode) {
  const receipt = data.receipts[at];
  const source = own(data.sources, receipt.source);
  const terms = [];
  const tell = (key, ...value) => terms.push(el('dt', {}, key), el('dd', {}, ...value));
  for (const [name, value] of qualifiers) tell(attributeWords(name), value);
  tell(say('column.mode'), modeWords(mode));
  tell(say('proof.date'), period(when));
  tell(say('proof.source'), [source?.title ?? receipt.source, source?.publisher].filter(Boolean).join(', '));
  if (receipt.title) tell(say('proof.document'), receipt.title);
  if (receipt.url) tell('URL', address(receipt.url));
  if (receipt.record !== receipt.url) tell(say('proof.record'), receipt.record);
  tell(say('proof.retrieved'), date(receipt.retrieved));
  tell(say('proof.confidence'), percent(confidence));
  if (by) tell(say('proof.by'), by);
  if (source?.licence) tell(say('proof.licence'), source.licence);
  tell(say('proof.statement'), el('code', {}, statement));
  return el('div', { class: 'proof' }, saidBy(receipt), el('dl', { class: 'terms' }, ...terms));
}

const modeWords = (mode) =>
  el('span', { class: `mode ${mode}`, title: say(`mode.${mode}.note`) }, say(`mode.${mode}`));

function proofsOf(tie) {
  const rest = tie.weight - tie.proofs.length;
  return el(
    'div',
    { class: 'proofs' },
    ...tie.proofs.map((proof) => proofCard(proof, tie.mode)),
    rest > 0 ? el('p', { class: 'soft' }, say('panel.more_proofs', {}, rest)) : null,
  );
}

// A button that opens and closes what it is followed by; `make` builds it at the first opening.
function disclosure(words, label, make) {
  const inside = el('div', { class: 'inside', hidden: true });
  const button = el(
    'button',
    {
      type: 'button',
      class: 'disclose',
      'aria-expanded': 'false',
      'aria-label': label,
      on: {
        click: () => {
          const open = button.getAttribute('aria-expanded') !== 'true';
          if (open && !inside.childElementCount) inside.append(make());
          inside.hidden = !open;
          button.setAttribute('aria-expanded', String(open));
        },
      },
    },
    words,
  );
  return [button, inside];
}
