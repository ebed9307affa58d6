// What pages do besides being read: the map lights up, a plan is chosen on the chart, pages follow the model's files.
// Everything is heard at the document, so that what is swapped in needs no second hearing.
'use strict';

(() => {
  // Pages that change are those a server shows.
  const live = document.querySelector('meta[name="offing-live"]');

  // ── the map ───────────────────────────────────────────────────────────────────────────────────────────────────────

  // Returns everything that is reached from a thing along the lines: down to what it stands on, or up to what stands
  // on it.
  const reached = (svg, start, from, to) => {
    const edges = [...svg.querySelectorAll('.edge')].map((edge) => [edge.dataset[from], edge.dataset[to]]);
    const found = new Set([start]);
    for (let grown = true; grown; ) {
      grown = false;
      for (const [a, b] of edges) {
        if (found.has(a) && !found.has(b)) {
          found.add(b);
          grown = true;
        }
      }
    }
    return found;
  };

  const words = (labels) => {
    const shown = labels.slice(0, 8).join(', ');
    return labels.length > 8 ? `${shown} and ${labels.length - 8} more` : shown;
  };

  const light = (node, byKeyboard) => {
    const svg = node.ownerSVGElement;
    const figure = svg.closest('figure');
    const at = node.dataset.at;
    const below = reached(svg, at, 'from', 'to');
    const above = reached(svg, at, 'to', 'from');
    const closes = node.dataset.closes.split(' ').filter(Boolean);
    svg.classList.add('lit');
    for (const one of svg.querySelectorAll('.node')) {
      const on = one.dataset.at;
      one.classList.toggle('on', below.has(on) || above.has(on));
      one.classList.toggle('chosen', on === at);
      one.classList.toggle('closed', closes.includes(on));
    }
    for (const edge of svg.querySelectorAll('.edge')) {
      const { from, to } = edge.dataset;
      edge.classList.toggle('on', (below.has(from) && below.has(to)) || (above.has(from) && above.has(to)));
    }
    say(figure, node, below, above, closes);
    if (byKeyboard) figure.querySelector('.map-says').focus();
  };

  // Says what a thing stands on, or how much stands on it; of a folded map only what is drawn.
  const standing = (on, above, folded) => {
    if (on.length > 0) return `Stands on ${on.length}${folded ? ' that are drawn' : ''}: ${words(on)}.`;
    if (above > 0 || !folded) return `${above}${folded ? ' drawn' : ''} things stand on it.`;
    return 'What it stands on is folded away here; its page has all of it.';
  };

  const say = (figure, node, below, above, closes) => {
    const labels = (ats) =>
      [...ats].filter((at) => at !== node.dataset.at).map((at) => figure.querySelector(`.node[data-at="${at}"]`).dataset.label);
    const says = figure.querySelector('.map-says');
    const put = (name, text) => {
      const place = says.querySelector(`[data-${name}]`);
      place.textContent = text;
      place.hidden = text === '';
    };
    says.hidden = false;
    put('what', node.dataset.label);
    put('says', node.dataset.says);
    const on = labels(below);
    put('on', standing(on, labels(above).length, 'folded' in figure.dataset));
    const closed = labels(closes);
    put('closes', closed.length > 0 ? `Its loss alone closes ${closed.length}: ${words(closed)}.` : '');
    const follow = (name, href) => {
      const link = says.querySelector(`a[data-${name}]`);
      link.hidden = !href;
      link.href = href || '#';
    };
    follow('page', node.getAttribute('href'));
    const { loss, brought } = node.dataset;
    const whatIf = (change) => (figure.dataset.whatIf ? figure.dataset.whatIf + encodeURIComponent(change) : '');
    follow('loss', loss ? whatIf(`without=${loss}`) : '');
    follow('brought', brought ? whatIf(`done=${brought}`) : '');
    says.dataset.of = node.dataset.at;
  };

  const dim = (figure) => {
    const says = figure.querySelector('.map-says');
    if (says.hidden) return;
    figure.querySelector('svg').classList.remove('lit');
    figure.querySelectorAll('.on, .chosen, .closed').forEach((one) => one.classList.remove('on', 'chosen', 'closed'));
    const inside = says.contains(document.activeElement);
    says.hidden = true;
    if (inside) figure.querySelector(`.node[data-at="${says.dataset.of}"]`).focus();
  };

  // ── hearing ───────────────────────────────────────────────────────────────────────────────────────────────────────

  document.addEventListener('click', (event) => {
    const node = event.target.closest('.map .node');
    if (node && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      return light(node, event.detail === 0);
    }
    const clear = event.target.closest('[data-clear]');
    if (clear) return dim(clear.closest('figure'));
    const point = event.target.closest('.point');
    if (point) choose(point);
  });

  document.addEventListener('keydown', (event) => {
    const node = event.target.closest('.map .node:not([href])');
    if (node && (event.key === 'Enter' || event.key === ' ')) {
      event.preventDefault();
      light(node, true);
    }
    if (event.key === 'Escape') document.querySelectorAll('figure.map').forEach(dim);
  });

  // Things without a page of their own can still be chosen by keyboard.
  const ready = () => {
    for (const node of document.querySelectorAll('.map .node:not([href])')) {
      node.setAttribute('tabindex', '0');
      node.setAttribute('role', 'button');
    }
    document.querySelectorAll('.choice').forEach(mark);
  };

  // ── a plan ────────────────────────────────────────────────────────────────────────────────────────────────────────

  const choose = (point) => {
    const at = [...point.classList].find((name) => name.startsWith('choice-')).slice('choice-'.length);
    const plan = document.querySelector(`.choice [data-choice="${at}"]`);
    if (plan) plan.open = true;
  };

  // Marks the point of the plan that is open.
  const mark = (choice) => {
    const open = choice.querySelector('[data-choice][open]');
    for (const point of document.querySelectorAll('.point')) {
      point.classList.toggle('chosen', open !== null && point.classList.contains(`choice-${open.dataset.choice}`));
    }
  };

  document.addEventListener(
    'toggle',
    (event) => {
      const choice = event.target.closest('.choice');
      if (choice && event.target.matches('[data-choice]')) mark(choice);
    },
    true,
  );

  // ── what changes ──────────────────────────────────────────────────────────────────────────────────────────────────

  // Which folds are open, by what they say and how often that is said.
  const folds = (root) => {
    const seen = new Map();
    return [...root.querySelectorAll('details')].map((fold) => {
      const text = fold.querySelector('summary').textContent;
      const nth = (seen.get(text) || 0) + 1;
      seen.set(text, nth);
      return [`${nth} ${text}`, fold];
    });
  };

  // What is chosen on the map, and where the keyboard is on it.
  const onMap = () => {
    const active = document.activeElement;
    const says = document.querySelector('.map-says:not([hidden])');
    return {
      chosen: says && document.querySelector(`.map .node[data-at="${says.dataset.of}"]`)?.dataset.label,
      within: says?.contains(active) ? Object.keys(active.dataset)[0] : null,
      node: active.closest('.map .node')?.dataset.label,
    };
  };

  const chooseAgain = ({ chosen, within, node }) => {
    const named = (label) => [...document.querySelectorAll('.map .node')].find((one) => one.dataset.label === label);
    const again = chosen && named(chosen);
    if (again) light(again, false);
    if (again && within) {
      const says = again.closest('figure').querySelector('.map-says');
      (says.querySelector(`[data-${within}]`) ?? says).focus();
    } else if (node) {
      named(node)?.focus();
    }
  };

  const refresh = async () => {
    const answer = await fetch(location.href, { credentials: 'same-origin', cache: 'no-store' });
    if (!answer.ok && answer.status !== 503) throw new Error(`${answer.status}`);
    // It is being worked out: what is shown stays until it is there.
    const again = Number(answer.headers.get('refresh'));
    if (again > 0) {
      setTimeout(() => refresh().catch(() => {}), again * 1000);
      return;
    }
    const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const next = fresh.querySelector('main');
    const main = document.querySelector('main');
    if (!next) return;
    const open = new Map(folds(main).map(([key, fold]) => [key, fold.open]));
    folds(next).forEach(([key, fold]) => {
      if (open.has(key)) fold.open = open.get(key);
    });
    const focused = document.activeElement.closest('main') ? document.activeElement.id : null;
    const map = onMap();
    main.replaceChildren(...next.childNodes);
    if (focused) document.getElementById(focused)?.focus();
    document.title = fresh.title;
    ready();
    chooseAgain(map);
    follow();
  };

  const tell = (text) => {
    const place = document.querySelector('[data-live]');
    if (place) place.textContent = text;
  };

  // Follows the search for plans, where the page waits for it.
  let search = null;
  const follow = () => {
    const pending = document.querySelector('[data-pending]');
    search?.close();
    search = null;
    if (!pending || !live) return;
    search = new EventSource(`/events/balance${location.search}`);
    search.addEventListener('progress', (event) => {
      const { tried, of, points } = JSON.parse(event.data);
      const best = Math.max(0, ...points.map((point) => point.find));
      const found = points.length > 0 ? `; ${points.length} that no other beats, up to ${Math.round(best * 100)} % to find a business` : '';
      pending.textContent = `${tried} of at most ${of} plans tried${found} …`;
    });
    search.addEventListener('done', () => {
      search.close();
      refresh().catch(() => {});
    });
    search.addEventListener('given-up', () => search.close());
  };

  // Listens while the page is looked at: a browser holds few connections to one server, and many pages may be open.
  const listen = () => {
    let version = Number(live.content);
    let events = null;
    const heard = async (event) => {
      const state = JSON.parse(event.data);
      if (state.version === version) return;
      version = state.version;
      try {
        await refresh();
        tell(state.sound ? 'Updated just now' : 'The files have faults; shown is what was sound last');
      } catch {
        tell('Could not be updated');
      }
    };
    const attend = () => {
      if (document.hidden) {
        events?.close();
        events = null;
      } else if (!events) {
        events = new EventSource('/events');
        events.addEventListener('state', heard);
        events.addEventListener('error', () => tell('Not connected; trying again'));
        events.addEventListener('open', () => tell(''));
      }
    };
    document.addEventListener('visibilitychange', attend);
    attend();
  };

  const begin = () => {
    ready();
    if (!live) return;
    listen();
    follow();
  };
  if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', begin);
  else begin();
})();
