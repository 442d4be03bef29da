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

// Boxes already taken, in a coarse grid: asking whether a box is free looks at few others.
function newBoxes(cell = 90) {
  const cells = new Map();
  const keys = ([x1, y1, x2, y2]) => {
    const found = [];
    for (let x = Math.floor(x1 / cell); x <= Math.floor(x2 / cell); x += 1) {
      for (let y = Math.floor(y1 / cell); y <= Math.floor(y2 / cell); y += 1) found.push(`${x},${y}`);
    }
    return found;
  };
  const covers = (a, b) => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
  return {
    isFree: (box) => !keys(box).some((key) => cells.get(key)?.some((other) => covers(box, other))),
    take: (box) => {
      for (const key of keys(box)) cells.set(key, [...(cells.get(key) ?? []), box]);
    },
  };
}

// Labels of the given nodes, in order, where they fit: {id, lines, x, y (top middle), whole}.
// `toScreen` gives a node's position and radius in CSS pixels, or null where it is out of sight.
function placeLabels(ctx, order, toScreen, { most, force = new Set() }) {
  const boxes = newBoxes();
  const placed = [];
  for (const id of order) {
    if (placed.length >= most && !force.has(id)) continue;
    const at = toScreen(id);
    if (!at) continue;
    const whole = force.has(id);
    const { lines, width } = linesOf(ctx, id, whole);
    if (!lines.length) continue;
    const top = at.y + at.r + 4;
    const box = [at.x - width / 2 - 4, top - 1, at.x + width / 2 + 4, top + lines.length * LABEL * 1.2 + 2];
    if (!whole && !boxes.isFree(box)) continue;
    boxes.take(box);
    placed.push({ id, lines, x: at.x, y: top, whole });
  }
  return placed;
}
