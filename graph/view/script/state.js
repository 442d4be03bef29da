// What is shown? The view (a ViewSpec) of this page, its form in the address, and the command that repeats it.
const FACETS = ['types', 'relations', 'modes', 'verticals', 'places', 'sources'];
const made = data.spec; // the view this page was made with
const view = { ...made };
const chosen = Object.fromEntries(FACETS.map((facet) => [facet, null])); // null: all
const defaults = new Map(data.form.map((field) => [field.name, field.default]));

// The version, then what differs from the default; as ViewSpec.to_compact.
function compact(spec) {
  const pairs = data.form
    .filter(({ name }) => JSON.stringify(spec[name]) !== JSON.stringify(defaults.get(name)))
    .map(({ name }) => `${name}:${written(spec[name])}`);
  return [String(made.version), ...pairs].join('~');
}

function written(value) {
  if (Array.isArray(value)) return value.map(escaped).join(',');
  return escaped(value === true ? '1' : String(value));
}

function escaped(text) {
  const bytes = (char) => [...new TextEncoder().encode(char)];
  const coded = (byte) => `*${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  return [...text].map((char) => (/^[A-Za-z0-9._-]$/.test(char) ? char : bytes(char).map(coded).join(''))).join('');
}

const ELSEWHERE = ['seeds', 'question', 'as_of', 'depth', 'limit', 'layout']; // what only the program can change

// The inverse of `compact`; throws an Error that names what cannot be read. What is not said and cannot be
// changed here stays as the page was made.
function uncompact(text) {
  const [version, ...pairs] = text.split('~');
  if (version !== String(made.version)) throw new Error(version.slice(0, 40));
  const spec = Object.fromEntries(
    data.form.map(({ name, default: usual }) => [name, ELSEWHERE.includes(name) ? made[name] : usual]),
  );
  for (const pair of pairs) {
    const colon = pair.indexOf(':');
    const name = pair.slice(0, colon);
    if (colon < 1 || !defaults.has(name)) throw new Error(pair.slice(0, 40));
    spec[name] = read(defaults.get(name), pair.slice(colon + 1));
  }
  return spec;
}

function read(kind, text) {
  if (Array.isArray(kind)) return text.split(',').map(unescaped);
  if (typeof kind === 'boolean') return text === '1';
  if (typeof kind !== 'number') return unescaped(text);
  if (!/^\d+(\.\d+)?$/.test(text)) throw new Error(text.slice(0, 40));
  return Number(text);
}

function unescaped(text) {
  if (!/^([A-Za-z0-9._-]|\*[0-9A-Fa-f]{2})*$/.test(text)) throw new Error(text.slice(0, 40));
  const bytes = text
    .match(/\*..|[^*]/g)
    ?.map((one) => (one[0] === '*' ? parseInt(one.slice(1), 16) : one.charCodeAt(0)));
  return new TextDecoder('utf-8', { fatal: true }).decode(new Uint8Array(bytes ?? []));
}

// The arguments of `innograph view`, quoted for a shell.
function command(spec) {
  const words = ['innograph', 'view'];
  for (const { name, flag, default: usual } of data.form) {
    const value = spec[name];
    if (JSON.stringify(value) === JSON.stringify(usual)) continue;
    for (const one of Array.isArray(value) ? value : [value])
      words.push(flag, ...(one === true ? [] : [String(one)]));
  }
  return [...words, '--out', 'picture.html'].map(quoted).join(' ');
}

const quoted = (word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'"'"'`)}'`);

// The view as a ViewSpec: a facet of which everything is chosen says what it said when the page was made.
function asSpec() {
  const spec = { ...view };
  for (const facet of FACETS) spec[facet] = chosen[facet] ? [...chosen[facet]].sort() : made[facet];
  return spec;
}

// Take over a ViewSpec; true where it asks for other data than this page has.
function takeSpec(spec) {
  for (const name of ['weight', 'confidence', 'during', 'undated', 'colour', 'size', 'lang', 'select']) {
    view[name] = spec[name];
  }
  if (!own(data.texts, view.lang)) view.lang = made.lang;
  if (!own(data.texts.en, `colour.${view.colour}`)) view.colour = made.colour;
  if (!own(data.texts.en, `size.${view.size}`)) view.size = made.size;
  if (!nodes.has(view.select) && !ties.has(view.select)) view.select = '';
  view.weight = Math.max(view.weight, made.weight);
  view.confidence = Math.min(1, Math.max(view.confidence, made.confidence));
  for (const facet of FACETS) {
    const asked = JSON.stringify(spec[facet]) === JSON.stringify(made[facet]) ? [] : spec[facet];
    const kept = facetOptions(facet).filter((option) => asked.some((one) => one === option || isKind(option, one)));
    chosen[facet] = kept.length && kept.length < facetOptions(facet).length ? new Set(kept) : null;
  }
  return ELSEWHERE.some((name) => JSON.stringify(spec[name]) !== JSON.stringify(made[name]));
}

const isKind = (type, ancestor) => Boolean(own(data.types, type)?.kind_of?.includes(ancestor));

let addressTimer = 0;

// Write the view into the address, so that a copied or mailed address shows the same.
function keepInAddress() {
  clearTimeout(addressTimer);
  addressTimer = setTimeout(() => {
    try {
      history.replaceState(null, '', `#${compact(asSpec())}`);
    } catch {
      // in a sandboxed frame of a notebook the address is not ours to change
    }
  }, 150);
}
