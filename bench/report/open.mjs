// open.mjs CHROMIUM PAGE: how long a page of a report takes to open in a fresh Chromium: until it is
// loaded, and until every picture in the window is shown. Median of five, with the worst.
import { Browser } from "../../test/e2e/browser.mjs";

const [chromium, path] = process.argv.slice(2);
const loaded = [], shown = [];
for (let i = 0; i < 5; i++) {
    const browser = new Browser(chromium);
    const page = await browser.page();
    await page.look({ width: 1600, height: 1000 });
    const began = performance.now();
    await page.open(`file://${path}`);
    loaded.push(performance.now() - began);
    await page.evaluate(`Promise.all([...document.images]
        .filter((i) => i.getBoundingClientRect().top < innerHeight).map((i) => i.decode()))
        .then(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))))
        .then(() => 0)`);
    shown.push(performance.now() - began);
    await browser.close();
}
const words = (times) => {
    const sorted = [...times].sort((a, b) => a - b);
    return `${Math.round(sorted[2])} ms (worst ${Math.round(sorted[4])})`;
};
console.log(`${path.split("/").at(-1)}: loaded ${words(loaded)}, shown ${words(shown)}`);
