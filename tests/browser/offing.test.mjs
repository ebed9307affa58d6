// What only a browser can tell of the application and the brief: on `models/atelier`, and on models that mean ill.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { appendFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { OFFING, browser, folder, go, open, overflow, serve, violations } from './harness.mjs';

const PAGES = [
  '/',
  '/outcomes',
  '/outcomes/marketplace',
  '/systems/heroku-apps',
  '/plan',
  '/balance',
  '/landscape',
  '/people',
  '/history',
  '/decisions',
  '/guarantees',
  '/questions',
];

let chrome;
before(async () => (chrome = await browser()));
after(() => chrome?.close());

describe('models/atelier', () => {
  let place, server;
  before(async () => {
    place = await folder('atelier');
    server = await serve(place.model, join(place.path, 'record'), '--write');
    // The first answers are there when a page shows the map.
    const page = await open(await chrome.newContext());
    await go(page, `${server.at}/`);
    await page.locator('.map svg').waitFor();
    // And the search for plans has ended when there is advice.
    await go(page, `${server.at}/balance`);
    await page.getByRole('heading', { name: 'Advice' }).waitFor({ timeout: 180_000 });
    await page.context().close();
  });
  after(async () => {
    await server?.end();
    await place?.gone();
  });

  for (const colorScheme of ['light', 'dark']) {
    test(`every page is silent and open to everyone, in the ${colorScheme}`, async () => {
      const page = await open(await chrome.newContext({ colorScheme }));
      for (const path of PAGES) {
        await go(page, server.at + path);
        await page.locator('h1').waitFor();
        assert.deepEqual(await violations(page), [], path);
      }
      assert.deepEqual(page.wrong, []);
      await page.context().close();
    });
  }

  test('no page sends its reader to a command line', async () => {
    const page = await open(await chrome.newContext());
    for (const path of PAGES) {
      await go(page, server.at + path);
      const text = await page.locator('main').textContent();
      assert.doesNotMatch(text, /offing [a-z]+ |--[a-z]+/, path);
    }
    await page.context().close();
  });

  test('every page fits a telephone', async () => {
    const page = await open(await chrome.newContext({ viewport: { width: 320, height: 640 } }));
    for (const path of PAGES) {
      await go(page, server.at + path);
      assert.equal(await overflow(page), 0, path);
    }
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  });

  test('every page can be read without a script', async () => {
    const page = await open(await chrome.newContext({ javaScriptEnabled: false }));
    for (const path of PAGES) {
      await go(page, server.at + path);
      assert.ok((await page.locator('main').innerText()).length > 60, path);
    }
    await go(page, `${server.at}/`);
    await page.locator('.node', { hasText: 'heroku-apps' }).click();
    await page.waitForURL('**/systems/heroku-apps');
    await page.context().close();
  });

  test('a thing on the map lights up what it stands on and what it closes', async () => {
    const page = await open(await chrome.newContext());
    await go(page, `${server.at}/`);
    const node = (name) => page.locator(`.node[data-label="${name}"]`);
    await node('heroku').click();
    await page.getByText('Its loss alone closes').waitFor();
    const on = (name) => node(name).evaluate((one) => one.classList.contains('on'));
    assert.deepEqual([await on('salesforce'), await on('heroku-apps'), await on('stripe')], [true, true, false]);
    assert.ok(await node('The marketplace for art').evaluate((one) => one.classList.contains('closed')));
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.map svg.lit').count(), 0);
    assert.deepEqual(page.wrong, []);
    await page.context().close();
  });

  test('a plan chosen on the chart shows what it moves', async () => {
    const page = await open(await chrome.newContext());
    await go(page, `${server.at}/balance`);
    await page.locator('.drawing.wide .choice-0').click();
    const first = page.locator('.alternative[data-choice="0"]');
    assert.equal(await first.evaluate((one) => one.open), true);
    assert.equal(await page.locator('.alternative[open]').count(), 1, 'one at a time');
    assert.ok(await page.locator('.drawing.wide .choice-0').evaluate((one) => one.classList.contains('chosen')));
    await page.context().close();
  });

  test('every chart says what it shows, and gives its figures as a table and as a file', async () => {
    const page = await open(await chrome.newContext());
    for (const [path, least] of [['/outcomes', 1], ['/plan', 3], ['/balance', 2], ['/landscape', 2]]) {
      await go(page, server.at + path);
      const charts = page.locator('figure.chart');
      // What was delivered is read beside the first answers.
      await charts.nth(least - 1).waitFor({ timeout: 60_000 });
      for (const chart of await charts.all()) {
        assert.ok((await chart.locator('figcaption').innerText()).length > 40, path);
        await chart.locator('details.data > summary').click();
        assert.ok((await chart.locator('tbody tr').count()) > 0, path);
        const [file] = await Promise.all([page.waitForEvent('download'), chart.getByText('Data as CSV').click()]);
        assert.match(file.suggestedFilename(), /^[a-z0-9-]+\.csv$/);
        const lines = (await readFile(await file.path(), 'utf8')).trim().split('\n');
        assert.ok(lines.length > 1 && lines[0].includes(','), `${path}: ${lines[0]}`);
      }
    }
    await go(page, `${server.at}/plan`);
    const beat = page.locator('figure.chart', { hasText: 'The beat, week by week' });
    assert.ok((await beat.locator('.drawing.wide .row').count()) > 2, 'a row a system');
    assert.deepEqual(page.wrong, []);
    await page.context().close();
  });

  test('a page prints, with no chart wider than the paper', async () => {
    const page = await open(await chrome.newContext({ viewport: { width: 690, height: 970 } }));
    await page.emulateMedia({ media: 'print' });
    for (const path of ['/', '/plan', '/balance', '/landscape']) {
      await go(page, server.at + path);
      await page.locator('h1').waitFor();
      const wide = await page.evaluate(() => {
        const charts = [...document.querySelectorAll('svg')].filter((svg) => svg.checkVisibility());
        return charts.filter((svg) => svg.getBoundingClientRect().right > innerWidth + 1).length;
      });
      assert.equal(wide, 0, path);
      assert.equal((await page.pdf({ format: 'A4' })).subarray(0, 5).toString(), '%PDF-');
    }
    await page.context().close();
  });

  test('files that change, change the page; files with errors leave it, and say where', async (t) => {
    const file = join(place.model, 'outcomes.yaml');
    const text = await readFile(file, 'utf8');
    const page = await open(await chrome.newContext());
    await go(page, `${server.at}/outcomes/auctions`);
    await page.getByRole('heading', { name: 'Live and timed auctions' }).waitFor();
    t.after(() => writeFile(file, text));
    await writeFile(file, text.replace('title: Live and timed auctions', 'title: Auctions, live'));
    await page.getByRole('heading', { name: 'Auctions, live' }).waitFor({ timeout: 20_000 });
    await writeFile(file, text.replace('odds: 25%', 'odds: 250%'));
    const banner = page.locator('.banner');
    await banner.getByText(/outcomes\.yaml:\d+/).waitFor({ timeout: 20_000 });
    assert.ok(await page.getByRole('heading', { name: 'Auctions, live' }).isVisible(), 'the last sound answer stays');
    assert.deepEqual(await violations(page), []);
    await writeFile(file, text);
    await banner.waitFor({ state: 'detached', timeout: 20_000 });
    await page.getByRole('heading', { name: 'Live and timed auctions' }).waitFor({ timeout: 20_000 });
    assert.deepEqual(page.wrong, []);
    await page.context().close();
  });

  test('what is chosen on the map stays chosen when files change, and the keyboard stays where it is', async (t) => {
    const file = join(place.model, 'outcomes.yaml');
    const text = await readFile(file, 'utf8');
    const page = await open(await chrome.newContext());
    await go(page, `${server.at}/`);
    await page.locator('.node[data-label="shipping-quotes"]').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    const focus = () => page.evaluate(() => document.activeElement.textContent);
    const before = await focus();
    assert.notEqual(before, '');
    t.after(() => writeFile(file, text));
    await writeFile(file, text.replace('title: Live and timed auctions', 'title: Auctions, live'));
    await page.locator('main').getByText('Auctions, live').first().waitFor({ timeout: 20_000 });
    assert.equal(await page.locator('.map-says [data-what]').textContent(), 'shipping-quotes');
    assert.equal(await page.locator('.map svg.lit .node.chosen').count(), 1);
    assert.equal(await focus(), before);
    await writeFile(file, text);
    await page.locator('main').getByText('Live and timed auctions').first().waitFor({ timeout: 20_000 });
    assert.deepEqual(page.wrong, []);
    await page.context().close();
  });

  test('by keyboard alone from the map to a what-if that is saved', async () => {
    const page = await open(await chrome.newContext());
    await go(page, `${server.at}/`);
    await page.locator('.map svg').waitFor();
    // Goes on with the Tab key until what has the focus says so.
    const tab = async (says) => {
      for (let pressed = 0; pressed < 200; pressed += 1) {
        await page.keyboard.press('Tab');
        const focus = await page.evaluate(() => {
          const one = document.activeElement;
          return one.dataset.label ?? one.textContent.trim();
        });
        if (focus === says) return;
      }
      assert.fail(`${says} is not reached`);
    };
    await tab('shipping-quotes');
    await page.keyboard.press('Enter');
    await page.locator('.map-says').getByText('capability').first().waitFor();
    await tab('What if it were there?');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'What that changes' }).waitFor({ timeout: 20_000 });
    assert.match(page.url(), /done=quote-shipping/);
    await tab('Save as change');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Save as change' }).waitFor();
    await tab('Write this to the files');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Big picture' }).waitFor({ timeout: 20_000 });
    const saved = await readFile(join(place.model, 'initiatives.yaml'), 'utf8');
    assert.match(saved, /quote-shipping:[^]*?done: 2026-03-02/);
    assert.match(saved, /# The chosen outcome\./, 'comments stay');
    assert.deepEqual(page.wrong, []);
    await page.context().close();
  });
});

describe('models that mean ill', () => {
  test('what a model says is text, whatever it says', async () => {
    const place = await folder();
    await mkdir(place.model);
    const hostile = `company: { name: "</title><script>alert(1)</script>" }
outcomes:
  "<script>alert(2)</script>": { chosen: true, title: "<img src=x onerror=alert(3)>", note: "<svg onload=alert(4)>", link: "javascript:alert(5)", needs: [till] }
capabilities: { till: { title: "'><script>alert(6)</script>" } }
initiatives: { tills: { delivers: [till], title: "</script><script>alert(7)</script>", takes: 3 to 9 weeks } }
signals: [ { date: 2026-02-01, about: "<script>alert(2)</script>", source: "javascript:alert(8)", note: "<iframe src=//x>" } ]
`;
    await writeFile(join(place.model, 'offing.yaml'), hostile);
    const server = await serve(place.model, join(place.path, 'record'));
    const page = await open(await chrome.newContext());
    for (const path of ['/', '/outcomes', '/plan', '/landscape', '/questions', '/outcomes/%3Cscript%3Ealert(2)%3C%2Fscript%3E']) {
      await go(page, server.at + path);
      await page.locator('h1').waitFor();
      assert.equal(await page.locator('main img, main iframe, main script, [href^="javascript:"]').count(), 0, path);
    }
    await page.getByText('<svg onload=alert(4)>').waitFor();
    assert.deepEqual(page.wrong, []);
    await page.context().close();
    await server.end();
    await place.gone();
  });

  test('two thousand things of all kinds stay usable', async () => {
    const place = await folder();
    await mkdir(place.model);
    const all = (count, one) => Array.from({ length: count }, (_, at) => `  ${one(at)}\n`).join('');
    const text =
      `outcomes:\n${all(40, (at) => `o${at}: { needs: [c${at}, c${at + 40}, c${at + 80}] }`)}` +
      `capabilities:\n${all(400, (at) => `c${at}: { needs: [s${at}, s${at + 300}] }`)}` +
      `systems:\n${all(700, (at) => `s${at}: { uses: [t${at % 400}], knows: [p${at % 300}], lead: p${at % 300}, owner: w${at % 30} }`)}` +
      `technologies:\n${all(400, (at) => `t${at}: { vendor: v${at % 130} }`)}` +
      `vendors:\n${all(130, (at) => `v${at}: {}`)}people:\n${all(300, (at) => `p${at}: { title: Head of Nr ${at} }`)}` +
      `teams:\n${all(30, (at) => `w${at}: { people: 5 }`)}`;
    await writeFile(join(place.model, 'offing.yaml'), text);
    const server = await serve(place.model, join(place.path, 'record'));
    const page = await open(await chrome.newContext());
    await go(page, `${server.at}/`);
    await page.locator('.map svg').waitFor({ timeout: 120_000 });
    assert.ok((await page.locator('.map .node').count()) <= 36 * 6, 'the map is folded');
    await page.locator('.map .node').first().click();
    await page.locator('.map-says').getByText(/Stands on|folded away/).waitFor();
    for (const path of ['/', '/outcomes', '/plan', '/landscape', '/people', '/guarantees', '/questions']) {
      await go(page, server.at + path);
      await page.locator('h1').waitFor({ timeout: 60_000 });
      const high = await page.evaluate(() => document.documentElement.scrollHeight);
      assert.ok(high < 16_000, `${path} is ${high} pixels high`);
    }
    assert.deepEqual(page.wrong, []);
    await page.context().close();
    await server.end();
    await place.gone();
  });

  test('five thousand outcomes stay usable', async () => {
    const place = await folder();
    await mkdir(place.model);
    const file = join(place.model, 'offing.yaml');
    await writeFile(file, 'capabilities: { till: { have: true } }\noutcomes:\n');
    const many = Array.from({ length: 5_000 }, (_, at) => `  outcome-${at}: { needs: [till], title: "<b>Number ${at}</b>" }\n`);
    await appendFile(file, many.join(''));
    const server = await serve(place.model, join(place.path, 'record'));
    const page = await open(await chrome.newContext());
    await go(page, `${server.at}/outcomes`);
    await page.locator('main').getByText('<b>Number 59</b>').first().waitFor({ timeout: 120_000 });
    assert.ok(await page.locator('main').getByText('<b>Number 4999</b>').first().isHidden(), 'the rest is folded away');
    await go(page, `${server.at}/`);
    await page.locator('.map svg').waitFor({ timeout: 60_000 });
    assert.ok((await page.locator('.map .node').count()) < 250, 'the map is folded');
    assert.deepEqual(page.wrong, []);
    await page.context().close();
    await server.end();
    await place.gone();
  });
});

describe('the brief', () => {
  let place, file;
  before(async () => {
    place = await folder('atelier');
    file = join(place.path, 'board.html');
    const { status, stderr } = spawnSync(OFFING, ['brief', place.model, '-o', file], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
  });
  after(() => place?.gone());

  test('opens from the disk, asks for nothing, and is open to everyone', async () => {
    assert.ok((await stat(file)).size < 2_000_000);
    for (const colorScheme of ['light', 'dark']) {
      const context = await chrome.newContext({ colorScheme, offline: true });
      const page = await open(context);
      const asked = [];
      page.on('request', (request) => asked.push(request.url()));
      await go(page, `file://${file}`);
      assert.deepEqual(asked, [`file://${file}`]);
      // The policy of the document keeps its script, so axe is let in by the browser itself.
      assert.deepEqual(page.wrong, []);
      await page.locator('.node[data-label="heroku"]').click();
      await page.getByText('Its loss alone closes').waitFor();
      await context.close();
      const open_to_all = await open(await chrome.newContext({ colorScheme, bypassCSP: true }));
      await go(open_to_all, `file://${file}`);
      assert.deepEqual(await violations(open_to_all), []);
      await open_to_all.context().close();
    }
  });

  test('prints on A4 and Letter with every chart whole', async () => {
    const page = await open(await chrome.newContext());
    await go(page, `file://${file}`);
    for (const [format, wide, high] of [['A4', 680, 1000], ['Letter', 700, 935]]) {
      await page.setViewportSize({ width: wide, height: high });
      await page.emulateMedia({ media: 'print' });
      const cut = await page.evaluate((high) => {
        const charts = [...document.querySelectorAll('figure svg')].filter((svg) => svg.checkVisibility());
        const box = (svg) => svg.getBoundingClientRect();
        return charts.filter((svg) => box(svg).right > innerWidth + 1 || box(svg).height > high).length;
      }, high);
      assert.equal(cut, 0, format);
      assert.equal((await page.pdf({ format })).subarray(0, 5).toString(), '%PDF-');
    }
    await page.context().close();
  });
});
