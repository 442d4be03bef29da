// What does the page hold? The data of the picture, looked up by id, and how elements are made.
const data = JSON.parse(document.getElementById('data').textContent);
const nodes = new Map(data.nodes.map((node) => [node.id, node]));
const ties = new Map(data.ties.map((tie) => [tie.id, tie]));
const tiesOf = new Map(data.nodes.map((node) => [node.id, []]));
for (const tie of data.ties) {
  tiesOf.get(tie.subject).push(tie);
  if (tie.object !== tie.subject) tiesOf.get(tie.object).push(tie);
}
const MODES = Object.keys(data.look.lines);
const byId = (id) => document.getElementById(id);
const own = (table, key) => (Object.prototype.hasOwnProperty.call(table, key) ? table[key] : undefined);
const otherEnd = (tie, id) => (tie.subject === id ? tie.object : tie.subject);
const isPlain = (tie) => tie.mode === 'happened' || tie.mode === 'claimed';

// An element with attributes and children. Text becomes a text node, never markup.
function el(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === 'on') {
      for (const [event, heard] of Object.entries(value)) made.addEventListener(event, heard);
    } else if (value !== undefined && value !== null && value !== false) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

function replaceChildren(parent, ...children) {
  parent.replaceChildren(...children.filter((child) => child !== null && child !== undefined));
}
