// Where is it? Search over the names in both languages, with diacritics folded.
const MOST_FOUND = 12;
const LETTERS = { ł: 'l', đ: 'd', ø: 'o', ß: 'ss', æ: 'ae', œ: 'oe' };

const folded = (text) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[łđøßæœ]/g, (letter) => LETTERS[letter]);

const searched = new Map();
let active = -1;

function search(text) {
  const words = folded(text)
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean);
  if (!words.length) return [];
  if (!searched.size) {
    for (const node of data.nodes)
      searched.set(node.id, ` ${folded([...Object.values(node.names), node.id].join(' '))}`);
  }
  const rank = new Map(importance.map((node, at) => [node.id, at]));
  const score = (id) => {
    const hay = searched.get(id);
    const starts = words.filter((word) => hay.includes(` ${word}`)).length;
    return (shown.nodes.has(id) ? 0 : 1e6) + (words.length - starts) * 1e4 + rank.get(id);
  };
  return data.nodes
    .filter((node) => words.every((word) => searched.get(node.id).includes(word)))
    .sort((a, b) => score(a.id) - score(b.id));
}

function showFound() {
  const [input, list] = [byId('search'), byId('found')];
  const found = search(input.value);
  active = -1;
  input.removeAttribute('aria-activedescendant');
  replaceChildren(
    list,
    ...found.slice(0, MOST_FOUND).map((node, at) => {
      const look = own(data.types, node.type);
      return el(
        'li',
        { role: 'option', id: `found-${at}`, 'data-id': node.id, 'aria-selected': 'false' },
        icon(look?.shape, look?.colour),
        el('span', { lang: languageOf(node.names) }, nameOf(node.id)),
        el('span', { class: 'soft' }, shown.nodes.has(node.id) ? typeWords(node.type) : say('search.hidden')),
      );
    }),
  );
  const open = Boolean(input.value.trim());
  list.hidden = !open || !found.length;
  input.setAttribute('aria-expanded', String(!list.hidden));
  if (!open) return;
  announce(found.length ? say('count.results', {}, found.length) : say('search.none', { detail: input.value }));
  byId('search').classList.toggle('nothing', !found.length);
}

function closeFound() {
  byId('found').hidden = true;
  byId('search').setAttribute('aria-expanded', 'false');
  byId('search').classList.remove('nothing');
}

function moveInFound(by) {
  const options = [...byId('found').children];
  if (!options.length || byId('found').hidden) return;
  active = (active + by + options.length) % options.length;
  options.forEach((option, at) => option.setAttribute('aria-selected', String(at === active)));
  options[active].scrollIntoView({ block: 'nearest' });
  byId('search').setAttribute('aria-activedescendant', options[active].id);
}

function takeFound(option) {
  if (!option) return;
  byId('search').value = '';
  closeFound();
  select(option.dataset.id, { focus: 'panel', reveal: true });
}

function startSearch() {
  const input = byId('search');
  input.addEventListener('input', showFound);
  input.addEventListener('blur', () => setTimeout(closeFound, 150));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      moveInFound(event.key === 'ArrowDown' ? 1 : -1);
    } else if (event.key === 'Enter') {
      takeFound(byId('found').hidden ? null : byId('found').children[Math.max(active, 0)]);
    } else if (event.key === 'Escape') {
      input.value = '';
      closeFound();
    }
  });
  byId('found').addEventListener('mousedown', (event) => {
    event.preventDefault();
    takeFound(event.target.closest('[role=option]'));
  });
}
