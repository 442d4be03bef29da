// How is the picture walked by keyboard? Arrow keys go along ties to the neighbour in that direction.
const DIRECTIONS = { ArrowRight: 0, ArrowDown: Math.PI / 2, ArrowLeft: Math.PI, ArrowUp: -Math.PI / 2 };

function step(direction) {
  const from = shown.nodes.has(view.select) ? view.select : '';
  if (!from) {
    const first = importance.find((node) => shown.nodes.has(node.id));
    if (first) select(first.id, { reveal: true });
    return;
  }
  const here = place.get(from);
  const off = (id) => {
    const { x, y } = place.get(id);
    const turn = Math.atan2(y - here.y, x - here.x) - direction;
    return Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn)));
  };
  const around = [...neighbourhood(from).nodes].filter((id) => id !== from && off(id) < Math.PI / 2);
  const far = (id) => Math.hypot(place.get(id).x - here.x, place.get(id).y - here.y);
  around.sort((a, b) => off(a) * 200 + far(a) - (off(b) * 200 + far(b)) || (a < b ? -1 : 1));
  if (around.length) select(around[0], { reveal: true });
  else announce(say('live.no_neighbour'));
}

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const actions = {
    '+': () => zoom(1.3),
    '=': () => zoom(1.3),
    '-': () => zoom(1 / 1.3),
    0: () => fit(),
    Enter: () => byId('chosen')?.focus(),
    Escape: () => select('', {}),
  };
  const action = event.key in DIRECTIONS ? () => step(DIRECTIONS[event.key]) : own(actions, event.key);
  if (!action) return;
  event.preventDefault();
  action();
}

function startKeys() {
  byId('canvas').addEventListener('keydown', pressed);
  byId('zoom-in').addEventListener('click', () => zoom(1.3));
  byId('zoom-out').addEventListener('click', () => zoom(1 / 1.3));
  byId('zoom-fit').addEventListener('click', () => fit());
  byId('panel').addEventListener('keydown', (event) => {
    if (event.key === 'Escape' && view.select) select('', { focus: 'canvas' });
  });
  document.addEventListener('click', (event) => {
    if (!byId('downloads').contains(event.target)) byId('downloads').open = false;
  });
}
