// How is it said? Texts, plurals, numbers and dates of the chosen language (view.lang).
const plurals = { en: new Intl.PluralRules('en'), ro: new Intl.PluralRules('ro') };
const formats = new Map();

function say(key, values = {}, n = undefined) {
  let text = data.texts[view.lang][key];
  if (typeof text === 'object') text = text[plurals[view.lang].select(n)] ?? text.other;
  if (n !== undefined) values = { ...values, n: number(n) };
  return text.replace(/\{(\w+)\}/g, (whole, name) => own(values, name) ?? whole);
}

function number(value) {
  if (!formats.has(view.lang)) formats.set(view.lang, new Intl.NumberFormat(view.lang));
  return formats.get(view.lang).format(value);
}

const percent = (value) => new Intl.NumberFormat(view.lang, { style: 'percent' }).format(value);

// A name in the chosen language, else in English, else in whichever there is.
function named(names) {
  return own(names, view.lang) || own(names, 'en') || Object.values(names)[0] || '';
}

// The language that `named` answered in, for the attribute `lang`.
function languageOf(names) {
  if (own(names, view.lang)) return view.lang;
  return own(names, 'en') ? 'en' : Object.keys(names)[0] || view.lang;
}

const nameOf = (id) => named(nodes.get(id).names) || id;
const typeWords = (type) => named(own(data.types, type)?.label ?? {}) || type;
const conceptWords = (id) => named(own(data.concepts, id) ?? nodes.get(id)?.names ?? {}) || id;
const attributeWords = (name) => named(own(data.attributes, name) ?? {}) || name;
const sourceWords = (id) => own(data.sources, id)?.title || id;

function relationWords(relation, fromObject = false) {
  const words = own(data.relations, relation);
  return words ? named(fromObject ? words.inverse : words.label) || named(words.label) : relation;
}

// A year, month or day in words: 2018, September 2018, 27 September 2018.
function date(text) {
  const pieces = text.split('-').map(Number);
  if (pieces.some(Number.isNaN) || pieces.length === 1) return text;
  const options = { timeZone: 'UTC', year: 'numeric', month: 'long' };
  if (pieces.length === 3) options.day = 'numeric';
  const day = new Date(Date.UTC(pieces[0], pieces[1] - 1, pieces[2] ?? 1));
  return new Intl.DateTimeFormat(view.lang === 'en' ? 'en-GB' : view.lang, options).format(day);
}

// A valid time in words. Its key is 2018-06-28/2018-06-29, with ".." for an open end and "~" where inferred.
function period(key) {
  if (!key) return say('undated');
  const [start, end] = key.replace(/~$/, '').split('/');
  const words = start === end ? date(start) : [start, end].map((one) => (one === '..' ? '…' : date(one))).join(' – ');
  return key.endsWith('~') ? `${words} (${say('inferred')})` : words;
}

function tiePeriod(tie) {
  if (!tie.when) return say('undated');
  const [start, end] = tie.when;
  return period(`${start || '..'}/${end || '..'}${tie.inferred ? '~' : ''}`);
}

const tieSentence = (tie) => `${nameOf(tie.subject)} – ${relationWords(tie.relation)} – ${nameOf(tie.object)}`;

function announce(text) {
  const live = byId('live');
  live.textContent = '';
  requestAnimationFrame(() => {
    live.textContent = text;
  });
}
