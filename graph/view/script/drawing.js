// The picture as it stands on the screen, as an SVG drawing with title and legend: for SVG, PNG and print.
const PAD = 24;

// What part of the plane is drawn: all of the shown nodes, or what is on the screen.
function drawnFrame(whole) {
  const { clientWidth, clientHeight } = byId('canvas');
  if (!whole) {
    const from = network.DOMtoCanvas({ x: 0, y: 0 });
    const to = network.DOMtoCanvas({ x: clientWidth, y: clientHeight });
    return { x: from.x, y: from.y, width: clientWidth, height: clientHeight, scale: clientWidth / (to.x - from.x) };
  }
  const [x1, y1, x2, y2] = boxAround(shown.nodes);
  const [width, height] = [1060, 640];
  const scale = Math.min((width - 120) / Math.max(x2 - x1, 1), (height - 90) / Math.max(y2 - y1, 1), 1.7);
  return { x: (x1 + x2) / 2 - width / 2 / scale, y: (y1 + y2) / 2 - height / 2 / scale, width, height, scale };
}

const svgText = (x, y, size, words, attributes = {}) =>
  svgEl('text', { x: round(x), y: round(y), 'font-size': size, fill: INK, ...attributes }, words);

// An <svg> element; `marks` gives a number to write on a tie, or none.
function draw({ whole = false, marks = new Map() } = {}) {
  const frame = drawnFrame(whole);
  const legend = drawnLegend(frame.width);
  const [top, bottom] = [66, legend.height + 44];
  const [width, height] = [frame.width + 2 * PAD, frame.height + top + bottom];
  const clip = 'frame';
  const svg = svgEl('svg', {
    xmlns: SVG,
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
    lang: view.lang,
    'font-family': FONT,
  });
  svg.append(
    svgEl('title', {}, named(data.title)),
    svgEl('desc', {}, byId('counts').textContent),
    svgEl('defs', {}, svgEl('clipPath', { id: clip }, svgEl('rect', { width: frame.width, height: frame.height }))),
    svgEl('rect', { width, height, fill: '#ffffff' }),
    svgText(PAD, 34, 19, named(data.title), { 'font-weight': 600 }),
    svgText(PAD, 54, 12, byId('counts').textContent, { fill: '#56606e' }),
    svgEl(
      'g',
      { transform: `translate(${PAD} ${top})`, 'clip-path': `url(#${clip})` },
      ...drawnNetwork(frame, marks),
    ),
    svgEl('g', { transform: `translate(${PAD} ${top + frame.height + 22})` }, ...legend.parts),
    svgText(PAD, height - 12, 9.5, `${say('again')} ${command(asSpec())}`, { fill: '#56606e' }),
  );
  return svg;
}

function drawnNetwork(frame, marks) {
  const spot = (id) => {
    const { x, y } = place.get(id);
    return {
      x: (x - frame.x) * frame.scale,
      y: (y - frame.y) * frame.scale,
      r: Math.max(2, radius.get(id) * frame.scale),
    };
  };
  const visible = importance.filter((node) => shown.nodes.has(node.id));
  const lines = data.ties.filter((tie) => shown.ties.has(tie.id)).map((tie) => drawnTie(tie, spot, frame.scale));
  const shapes = visible.map((node) => {
    const { x, y, r } = spot(node.id);
    return shapeElement(shapeOf(node), x, y, r, { fill: fill.get(node.id), stroke: '#ffffff', 'stroke-width': 1 });
  });
  const ctx = document.createElement('canvas').getContext('2d');
  const inside = (id) => {
    const at = spot(id);
    return at.x > 0 && at.y > 0 && at.x < frame.width && at.y < frame.height ? at : null;
  };
  const labels = placeLabels(
    ctx,
    visible.filter((node) => !node.unnamed).map((node) => node.id),
    inside,
    { most: 110, frame },
  );
  const names = labels.flatMap(({ lines: said, x, y }) =>
    said.map((line, row) =>
      svgText(x, y + 11 + row * LABEL * 1.2, LABEL, line, {
        'text-anchor': 'middle',
        stroke: '#ffffff',
        'stroke-width': 3,
        'stroke-linejoin': 'round',
        'paint-order': 'stroke',
      }),
    ),
  );
  return [
    svgEl('g', { fill: 'none' }, ...lines),
    svgEl('g', {}, ...shapes),
    svgEl('g', {}, ...names),
    ...drawnMarks(marks, spot),
  ];
}

function drawnTie(tie, spot, scale) {
  const [a, b] = [spot(tie.subject), spot(tie.object)];
  const middle = tie.bend ? controlPoint(a, b, tie.bend) : null;
  const curve = middle ? `Q${round(middle.x)} ${round(middle.y)} ` : 'L';
  const line = data.look.lines[tie.mode];
  const width = (line.width + Math.min(4, 0.8 * Math.log2(tie.weight))) * Math.min(1.2, Math.max(0.4, scale));
  return svgEl('path', {
    d: `M${round(a.x)} ${round(a.y)}${curve}${round(b.x)} ${round(b.y)}`,
    stroke: line.colour,
    'stroke-width': round(width),
    'stroke-opacity': faint(),
    'stroke-dasharray': line.dashes.join(' ') || undefined,
  });
}

function drawnMarks(marks, spot) {
  return [...marks].flatMap(([id, mark]) => {
    const tie = ties.get(id);
    const [a, b] = [spot(tie.subject), spot(tie.object)];
    const at = tie.bend ? controlPoint(a, b, tie.bend) : { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
    return [
      svgEl('circle', {
        cx: round(at.x),
        cy: round(at.y),
        r: 7,
        fill: '#ffffff',
        stroke: '#8c96a5',
        'stroke-width': 0.7,
      }),
      svgText(at.x, at.y + 3, 8, String(mark), { 'text-anchor': 'middle' }),
    ];
  });
}

// Types and kinds of line that are shown, in rows that fit the width.
function drawnLegend(width) {
  const entries = [];
  const types = facetCounts('types', shown.nodes);
  for (const type of facetOptions('types').filter((one) => types.get(one))) {
    const look = own(data.types, type);
    entries.push([
      `${typeWords(type)} (${number(types.get(type))})`,
      (x, y) =>
        shapeElement(look?.shape, x + 8, y - 4, 6, { fill: view.colour === 'type' ? look?.colour : '#6b7685' }),
      20,
    ]);
  }
  const modes = facetCounts('modes', shown.ties);
  for (const mode of facetOptions('modes').filter((one) => modes.get(one))) {
    const line = data.look.lines[mode];
    entries.push([
      `${say(`mode.${mode}`)} (${number(modes.get(mode))})`,
      (x, y) =>
        svgEl('path', {
          d: `M${x} ${y - 4}h28`,
          stroke: line.colour,
          'stroke-width': 2,
          'stroke-dasharray': line.dashes.join(' ') || undefined,
        }),
      34,
    ]);
  }
  const ctx = document.createElement('canvas').getContext('2d');
  ctx.font = `11.5px ${FONT}`;
  const parts = [];
  let [x, y] = [0, 10];
  for (const [words, sign, room] of entries) {
    const wide = room + ctx.measureText(words).width + 22;
    if (x && x + wide > width) [x, y] = [0, y + 19];
    parts.push(sign(x, y), svgText(x + room, y, 11.5, words));
    x += wide;
  }
  return { parts, height: y + 10 };
}
