// Which names can be written without covering each other? The important ones first.
const FONT = '-apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif';
const LABEL = 12.5; // CSS pixels at every zoom
const lineCache = new Map();

// A name in at most `most` lines of about 24 characters; what does not fit ends in an ellipsis.
function wrapped(name, most = 2, width = 24) {
  const lines = [];
  for (const word of name.split(/\s+/).filter(Boolean)) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + 1 + word.length <= width) lines[last] += ` ${word}`;
    else lines.push(word.length <= width + 6 ? word : `${word.slice(0, width + 5)}…`);
  }
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  kept[most - 1] = `${kept[most - 1].slice(0, width - 1).replace(/[ ,;:–-]+$/, '')}…`;
  return kept;
}

// The lines of a node's name and how wide they are at the size LABEL.
function linesOf(ctx, id, whole) {
  const key = `${view.lang}${whole ? '+' : ' '}${id}`;
  if (!lineCache.has(key)) {
    const lines = whole ? wrapped(nameOf(id), 5, 30) : wrapped(nameOf(id));
    ctx.font = `${LABEL}px ${FONT}`;
    lineCache.set(key, { lines, width: Math.max(0, ...lines.map((line) => ctx.measureText(line).width)) });
  }
  return lineCache.get(key);
}

// Boxes in a coarse grid: asking what a box covers looks at few others.
function newBoxes(cell = 80) {
  const cells = new Map();
  const keys = ([x1, y1, x2, y2]) => {
    const found = [];
    for (let x = Math.floor(x1 / cell); x <= Math.floor(x2 / cell); x += 1) {
      for (let y = Math.floor(y1 / cell); y <= Math.floor(y2 / cell); y += 1) found.push(x * 10007 + y);
    }
    return found;
  };
  const covers = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  return {
    covered: (box) => {
      const found = new Set(keys(box).flatMap((key) => (cells.get(key) ?? []).filter((other) => covers(box, other))));
      return [...found].reduce((sum, { weight = 1 }) => sum + weight, 0);
    },
    take: (box) => {
      for (const key of keys(box)) {
        if (cells.has(key)) cells.get(key).push(box);
        else cells.set(key, [box]);
      }
    },
  };
}

// Under, over, right and left of a node: the middle of the label's top.
const SIDES = [
  ({ x, y, r }) => [x, y + r + 3],
  ({ x, y, r }, width, height) => [x, y - r - height - 3],
  ({ x, y, r }, width, height) => [x + r + 5 + width / 2, y - height / 2],
  ({ x, y, r }, width, height) => [x - r - 5 - width / 2, y - height / 2],
];

// Labels of the given nodes, in order, where they cover no other label and hardly a node: {id, lines, x, y, whole}.
// `toScreen` gives a node's position and radius in CSS pixels, or null where it is out of sight.
function placeLabels(ctx, order, toScreen, { most, frame, force = new Set() }) {
  const [labels, marks] = [newBoxes(), newBoxes()];
  const spots = new Map();
  for (const id of order) {
    const at = toScreen(id);
    if (!at) continue;
    spots.set(id, at);
    // to cover a large node is worse than to cover a small one
    const box = [at.x - at.r, at.y - at.r, at.x + at.r, at.y + at.r];
    marks.take(Object.assign(box, { weight: Math.max(0.5, (radius.get(id) / 9) ** 2) }));
  }
  const placed = [];
  let rank = 0;
  for (const [id, at] of spots) {
    rank += 1;
    if (placed.length >= most && !force.has(id)) break;
    const whole = force.has(id);
    const { lines, width } = linesOf(ctx, id, whole);
    if (!lines.length) continue;
    const patience = whole ? 1e6 : rank <= 6 ? 8 : rank <= 12 ? 3 : rank <= 40 ? 1 : 0;
    const label = bestSide(at, width, lines.length * LABEL * 1.2, { labels, marks, frame, patience, whole });
    if (!label) continue;
    labels.take(label.box);
    placed.push({ id, lines, x: label.x, y: label.y, whole });
  }
  return placed;
}

// The side where a label covers the fewest nodes, or null where it would cover a label or too many nodes.
function bestSide(at, width, height, { labels, marks, frame, patience, whole }) {
  let best = null;
  for (const side of SIDES) {
    let [x, y] = side(at, width, height);
    x = Math.min(Math.max(x, width / 2 + 4), frame.width - width / 2 - 4);
    y = Math.min(Math.max(y, 2), frame.height - height - 2);
    const box = [x - width / 2 - 3, y - 1, x + width / 2 + 3, y + height + 1];
    if (!whole && labels.covered(box)) continue;
    const itself = box[0] < at.x + at.r && at.x - at.r < box[2] && box[1] < at.y + at.r && at.y - at.r < box[3];
    const cost = marks.covered(box) + (itself ? 4 : 0);
    if (cost <= patience && (!best || cost < best.cost)) best = { x, y, box, cost };
    if (best?.cost === 0) break;
  }
  return best;
}
