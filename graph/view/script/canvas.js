// How is the picture drawn and moved? vis-network draws nodes and lines; names and what is chosen are drawn over it.
const still = matchMedia('(prefers-reduced-motion: reduce)');
let network = null;
let visNodes = null;
let visEdges = null;
let hovered = '';
const INK = '#1c2430';
const VEIL = 'rgba(250, 251, 252, 0.86)';

const colourPair = (colour) => ({ background: colour, border: '#ffffff' });
const faint = () => (data.ties.length > 900 ? 0.38 : data.ties.length > 300 ? 0.6 : 0.85);

function startCanvas() {
  visNodes = new vis.DataSet(
    data.network.nodes.map(({ label, color, ...rest }) => ({
      ...rest,
      color: colourPair(color),
      hidden: !shown.nodes.has(rest.id),
    })),
  );
  visEdges = new vis.DataSet(
    data.network.edges.map((edge) => ({
      ...edge,
      color: { color: edge.color, opacity: edge.dashes ? Math.min(1, faint() + 0.25) : faint() },
      arrows: isSymmetric(edge.id) ? { to: { enabled: false } } : undefined, // else as the options say
      hidden: !shown.ties.has(edge.id),
    })),
  );
  network = new vis.Network(byId('canvas'), { nodes: visNodes, edges: visEdges }, data.network.options);
  for (const inner of byId('canvas').querySelectorAll('[tabindex]')) inner.tabIndex = -1;
  network.on('afterDrawing', drawOver);
  network.on('click', ({ nodes: [node], edges: [edge] }) => select(node ?? edge ?? '', { from: 'canvas' }));
  network.on('dragging', ({ nodes: dragged }) => rememberPlaces(dragged));
  network.on('dragEnd', ({ nodes: dragged }) => rememberPlaces(dragged));
  network.on('hoverNode', ({ node }) => hover(node));
  network.on('blurNode', () => hover(''));
  network.on('hoverEdge', ({ edge, event }) => showTip(tieTip(ties.get(edge)), event));
  network.on('blurEdge', () => showTip(''));
  fit(false);
}

const isSymmetric = (id) => Boolean(own(data.relations, ties.get(id).relation)?.symmetric);

function rememberPlaces(dragged) {
  if (!dragged.length) return;
  for (const [id, at] of Object.entries(network.getPositions(dragged))) place.set(id, at);
}

function hover(id) {
  if (hovered === id) return;
  hovered = id;
  showTip('');
  network.redraw();
}

function tieTip(tie) {
  const mode = tie.mode === 'happened' ? '' : ` · ${say(`mode.${tie.mode}`)}`;
  return `${tieSentence(tie)} · ${tiePeriod(tie)}${mode} · ${say('count.statements', {}, tie.weight)}`;
}

function showTip(text, event) {
  const tip = byId('tip');
  tip.hidden = !text;
  tip.textContent = text;
  if (!text || !event) return;
  const frame = byId('stage').getBoundingClientRect();
  tip.style.left = `${Math.min(event.clientX - frame.left + 14, Math.max(8, frame.width - tip.offsetWidth - 8))}px`;
  tip.style.top = `${event.clientY - frame.top + 16}px`;
}

// The smallest box around some nodes.
function boxAround(ids) {
  let box = null;
  for (const id of ids) {
    const { x, y } = place.get(id);
    box = box ? [Math.min(box[0], x), Math.min(box[1], y), Math.max(box[2], x), Math.max(box[3], y)] : [x, y, x, y];
  }
  return box ?? [-100, -100, 100, 100];
}

function fit(animate = true) {
  const [x1, y1, x2, y2] = boxAround(shown.nodes);
  const { clientWidth: width, clientHeight: height } = byId('canvas');
  const scale = Math.min((width - 90) / Math.max(x2 - x1, 1), (height - 84) / Math.max(y2 - y1, 1), 1.25);
  moveTo({ x: (x1 + x2) / 2, y: (y1 + y2) / 2 - 6 / Math.max(scale, 0.05) }, Math.max(scale, 0.02), animate);
}

function moveTo(position, scale, animate = true) {
  network.moveTo({ position, scale, animation: animate && !still.matches ? { duration: 260 } : false });
}

const zoom = (by) => moveTo(network.getViewPosition(), Math.min(8, Math.max(0.02, network.getScale() * by)));

// Bring a node (or a tie) into sight without zooming out.
function reveal(id) {
  const tie = ties.get(id);
  const spots = (tie ? [tie.subject, tie.object] : [id]).map((one) => place.get(one));
  const x = spots.reduce((sum, spot) => sum + spot.x, 0) / spots.length;
  const y = spots.reduce((sum, spot) => sum + spot.y, 0) / spots.length;
  const { x: cx, y: cy } = network.getViewPosition();
  const scale = network.getScale();
  const { clientWidth: width, clientHeight: height } = byId('canvas');
  const inside = Math.abs(x - cx) * scale < width / 2 - 60 && Math.abs(y - cy) * scale < height / 2 - 50;
  if (!inside || scale < 0.45) moveTo({ x, y }, Math.max(scale, 0.75));
}

// Push the filters' answer into the drawing: only what changed is touched.
function refreshCanvas() {
  const changes = (set, store) =>
    store
      .get({ fields: ['id', 'hidden'] })
      .filter((item) => Boolean(item.hidden) === set.has(item.id))
      .map((item) => ({ id: item.id, hidden: !set.has(item.id) }));
  visNodes.update(changes(shown.nodes, visNodes));
  visEdges.update(changes(shown.ties, visEdges));
}

function restyleCanvas() {
  visNodes.update(
    data.nodes.map((node) => ({
      id: node.id,
      color: colourPair(fill.get(node.id)),
      size: drawnSize(shapeOf(node), radius.get(node.id)),
    })),
  );
}

// What is drawn over the network: the chosen or hovered node with its ties before a veil, then the names.
function drawOver(ctx) {
  const focus = shown.nodes.has(view.select) || shown.ties.has(view.select) ? view.select : '';
  const near = focus ? neighbourhood(focus) : null;
  if (near) {
    const from = network.DOMtoCanvas({ x: 0, y: 0 });
    const to = network.DOMtoCanvas({ x: byId('canvas').clientWidth, y: byId('canvas').clientHeight });
    ctx.fillStyle = VEIL;
    ctx.fillRect(from.x, from.y, to.x - from.x, to.y - from.y);
  }
  const lit = near ?? (shown.nodes.has(hovered) ? neighbourhood(hovered) : null);
  if (lit) drawNeighbourhood(ctx, lit, focus || hovered);
  drawNames(ctx, near, focus);
}

function neighbourhood(id) {
  const tie = ties.get(id);
  const among = tie ? [tie] : tiesOf.get(id).filter((one) => shown.ties.has(one.id));
  return {
    ties: among,
    nodes: new Set([...(tie ? [] : [id]), ...among.flatMap((one) => [one.subject, one.object])]),
  };
}

function drawNeighbourhood(ctx, near, focus) {
  for (const tie of near.ties) drawTie(ctx, tie, data.look.lines[tie.mode]);
  for (const id of near.nodes) {
    const node = nodes.get(id);
    const { x, y } = place.get(id);
    traceShape(ctx, shapeOf(node), x, y, radius.get(id));
    ctx.fillStyle = fill.get(id);
    ctx.fill();
    ctx.lineWidth = id === focus ? 3 : 1.2;
    ctx.strokeStyle = id === focus ? INK : '#ffffff';
    ctx.stroke();
  }
}

function drawTie(ctx, tie, line) {
  const [a, b] = [place.get(tie.subject), place.get(tie.object)];
  const middle = tie.bend ? controlPoint(a, b, tie.bend) : null;
  ctx.beginPath();
  ctx.moveTo(a.x, a.y);
  if (middle) ctx.quadraticCurveTo(middle.x, middle.y, b.x, b.y);
  else ctx.lineTo(b.x, b.y);
  ctx.strokeStyle = line.colour;
  ctx.lineWidth = (line.width + 0.7 + Math.min(4, 0.8 * Math.log2(tie.weight))) / Math.max(1, network.getScale());
  ctx.setLineDash(line.dashes);
  ctx.stroke();
  ctx.setLineDash([]);
  if (!isSymmetric(tie.id)) drawArrow(ctx, middle ?? a, b, radius.get(tie.object) + 1, line.colour);
}

function drawArrow(ctx, from, to, gap, colour) {
  const angle = Math.atan2(to.y - from.y, to.x - from.x);
  const [x, y] = [to.x - gap * Math.cos(angle), to.y - gap * Math.sin(angle)];
  ctx.beginPath();
  ctx.moveTo(x, y);
  for (const turn of [0.42, -0.42]) ctx.lineTo(x - 9 * Math.cos(angle + turn), y - 9 * Math.sin(angle + turn));
  ctx.closePath();
  ctx.fillStyle = colour;
  ctx.fill();
}

function drawNames(ctx, near, focus) {
  const canvas = byId('canvas').querySelector('canvas');
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = network.getScale();
  const { x: cx, y: cy } = network.getViewPosition();
  const toScreen = (id) => {
    const at = place.get(id);
    const [x, y, r] = [(at.x - cx) * scale + width / 2, (at.y - cy) * scale + height / 2, radius.get(id) * scale];
    return x < 0 || y < 0 || x > width || y > height ? null : { x, y, r };
  };
  const first = [...(near && ties.has(focus) ? near.nodes : [focus]), hovered].filter((id) => shown.nodes.has(id));
  const rest = importance.filter((node) => (near ? near.nodes.has(node.id) : shown.nodes.has(node.id)));
  const calm = scale < 0.9 && !near ? (node) => !node.unnamed : () => true; // ids are no names: only when near
  const order = [...new Set([...first, ...rest.filter(calm).map((node) => node.id)])];
  const most = Math.min(150, Math.max(8, Math.round((width * height) / (scale > 0.9 ? 6500 : 11500))));
  ctx.save();
  ctx.setTransform(canvas.width / width, 0, 0, canvas.height / height, 0, 0);
  ctx.textAlign = 'center';
  ctx.textBaseline = 'top';
  ctx.lineJoin = 'round';
  const labels = placeLabels(ctx, order, toScreen, { most, frame: { width, height }, force: new Set(first) });
  for (const label of labels) drawLabel(ctx, label);
  ctx.restore();
}

function drawLabel(ctx, { id, lines, x, y, whole }) {
  ctx.font = `${whole || nodes.get(id).seed ? '600 ' : ''}${LABEL}px ${FONT}`;
  ctx.strokeStyle = 'rgba(255, 255, 255, 0.92)';
  ctx.lineWidth = 3.5;
  ctx.fillStyle = INK;
  lines.forEach((line, row) => {
    ctx.strokeText(line, x, y + row * LABEL * 1.2);
    ctx.fillText(line, x, y + row * LABEL * 1.2);
  });
}
