// Which nodes and ties do the filters let through?
const shown = { nodes: new Set(nodes.keys()), ties: new Set(ties.keys()) };
const NONE = ''; // the option "none named" of verticals and places

const facetValues = {
  types: (node) => [node.type],
  verticals: (node) => verticalsOf(node),
  places: (node) => node.places ?? [NONE],
  relations: (tie) => [tie.relation],
  modes: (tie) => [tie.mode],
  sources: (tie) => sourcesOf.get(tie.id),
};
const OF_NODES = ['types', 'verticals', 'places'];
const OF_TIES = ['relations', 'modes', 'sources'];
const verticalIds = new Set(data.nodes.flatMap((node) => node.verticals ?? []));
const sourcesOf = new Map(
  data.ties.map((tie) => [tie.id, [...new Set(tie.proofs.map((proof) => data.receipts[proof[1]].source))]]),
);

function verticalsOf(node) {
  if (node.verticals) return node.verticals;
  return [verticalIds.has(node.id) ? node.id : NONE];
}

const optionCache = new Map();

// The options of a facet that occur in the picture, the most frequent first (modes in their own order).
function facetOptions(facet) {
  if (!optionCache.has(facet)) {
    const counts = facetCounts(facet, null);
    const options = [...counts.keys()];
    if (facet === 'modes') options.sort((a, b) => MODES.indexOf(a) - MODES.indexOf(b));
    else options.sort((a, b) => (a === NONE) - (b === NONE) || counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    optionCache.set(facet, options);
  }
  return optionCache.get(facet);
}

// How many nodes or ties each option has: in the whole picture, or among what is shown.
function facetCounts(facet, among) {
  const counts = new Map();
  for (const item of OF_NODES.includes(facet) ? data.nodes : data.ties) {
    if (among && !among.has(item.id)) continue;
    for (const value of facetValues[facet](item)) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

const passes = (facets, item) =>
  facets.every((facet) => !chosen[facet] || facetValues[facet](item).some((value) => chosen[facet].has(value)));

// The first or last moment a date of any precision can mean, as text that sorts: 2018 -> 2018-01-01, 2018-12-31.
const earliest = (text) => (text ? (text + '-01-01').slice(0, 10) : '0000');
const latest = (text) =>
  text ? (text + '-12-31').slice(0, text.length === 7 ? 7 : 10) + (text.length === 7 ? '-31' : '') : '9999';

function inPeriod(tie) {
  if (!view.during) return true;
  if (!tie.when) return view.undated;
  const [from, to] = view.during.split('..');
  return earliest(tie.when[0]) <= latest(to) && latest(tie.when[1]) >= earliest(from);
}

function tiePasses(tie) {
  return tie.weight >= view.weight && tie.confidence >= view.confidence && inPeriod(tie) && passes(OF_TIES, tie);
}

const filtersTies = () =>
  OF_TIES.some((facet) => chosen[facet]) ||
  view.weight > made.weight ||
  view.confidence > made.confidence ||
  view.during !== made.during;

const isFiltered = () => filtersTies() || OF_NODES.some((facet) => chosen[facet]);

// A node whose ties are all filtered out is not shown; one that had none, or is a starting point, stays.
function applyFilters() {
  const passing = data.ties.filter(tiePasses);
  const touched = new Set(passing.flatMap((tie) => [tie.subject, tie.object]));
  const narrowed = filtersTies();
  shown.nodes = new Set(
    data.nodes
      .filter((node) => passes(OF_NODES, node))
      .filter((node) => !narrowed || node.seed || touched.has(node.id) || !tiesOf.get(node.id).length)
      .map((node) => node.id),
  );
  const both = passing.filter((tie) => shown.nodes.has(tie.subject) && shown.nodes.has(tie.object));
  shown.ties = new Set(both.map((tie) => tie.id));
}
