// What does a node or a tie look like on a plane? Positions, sizes, colours and outlines.
const place = new Map(data.network.nodes.map((node) => [node.id, { x: node.x, y: node.y }]));
const radius = new Map();
const fill = new Map();
const verticalRank = new Map();
const shapeOf = (node) => own(data.types, node.type)?.shape ?? 'dot';
const fromPalette = (rank) => data.look.palette[rank] ?? data.look.grey;

function measureLook() {
  const value = (node) => (view.size === 'same' ? 0 : node[view.size]);
  const most = Math.max(0, ...data.nodes.map(value));
  const [small, large] = data.look.radius;
  for (const node of data.nodes) {
    radius.set(node.id, most ? small + (large - small) * Math.sqrt(value(node) / most) : small + 2);
    fill.set(node.id, colourOf(node));
  }
}

function colourOf(node) {
  if (view.colour === 'community') return fromPalette(node.community);
  if (view.colour === 'type') return own(data.types, node.type)?.colour ?? data.look.grey;
  if (!verticalRank.size) {
    const counts = new Map();
    for (const { verticals } of data.nodes)
      for (const id of verticals ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    const order = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    order.forEach((id, rank) => verticalRank.set(id, rank));
  }
  const first = [node.id, ...(node.verticals ?? [])].find((id) => verticalRank.has(id));
  return first === undefined ? data.look.grey : fromPalette(verticalRank.get(first));
}

const drawnSize = (shape, r) => r * (own(data.look.factors, shape) ?? 1);

// The middle point of a bent line, as vis-network computes it.
function controlPoint(a, b, bend) {
  const length = Math.hypot(b.x - a.x, a.y - b.y);
  const angle = Math.atan2(a.y - b.y, b.x - a.x) + (bend * 0.5 + 0.5) * Math.PI;
  const reach = (Math.abs(bend) * 0.5 + 0.5) * length;
  return { x: a.x + reach * Math.sin(angle), y: a.y + reach * Math.cos(angle) };
}

function traceShape(ctx, shape, x, y, r) {
  const size = drawnSize(shape, r);
  const outline = own(data.look.shapes, shape);
  ctx.beginPath();
  if (!outline) ctx.arc(x, y, size, 0, 2 * Math.PI);
  else
    outline.forEach(([px, py], at) =>
      at ? ctx.lineTo(x + size * px, y + size * py) : ctx.moveTo(x + size * px, y + size * py),
    );
  ctx.closePath();
}

// The nodes of the picture, the most important first: starting points, then the best connected.
let importance = [];
function rankNodes() {
  importance = [...data.nodes].sort(
    (a, b) =>
      Boolean(b.seed) - Boolean(a.seed) ||
      Boolean(a.unnamed) - Boolean(b.unnamed) ||
      radius.get(b.id) - radius.get(a.id) ||
      b.degree - a.degree ||
      (a.id < b.id ? -1 : 1),
  );
}
