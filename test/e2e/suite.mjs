// The report as people have it in front of them: axe-core, three widths, dark and light, paper,
// keyboard, and that nothing is loaded or run that is not the report's. Prints TAP.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Browser } from "./browser.mjs";

const [chromium, work] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const pages = ["client/index.html", "client/pictures/p0001.html", "client/pictures/p0003.html",
    "client/pictures/all.html", "house/index.html", "house/pictures/p0002.html"];

let count = 0;
function tell(name, wrong) {
    console.log(`${wrong ? "not ok" : "ok"} ${++count} - ${name}`);
    if (wrong) console.log(String(wrong).replace(/^/gm, "# "));
}
async function check(name, judge) {
    try {
        tell(name, await judge());
    } catch (error) {
        tell(name, error.stack);
    }
}

// What axe finds, with everything that folds open.
async function violations(page) {
    await page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true })");
    await page.evaluate(axe + "; 0");
    const { looked, found } = await page.evaluate(
        "axe.run().then((r) => ({ looked: r.passes.length, found: r.violations }))");
    if (looked < 10) return `axe looked at ${looked} things only`;
    return found.map((v) => `${v.id} (${v.impact}): ${v.help}\n` +
        v.nodes.slice(0, 3).map((n) => `  ${n.html.slice(0, 200)}\n  ${n.failureSummary}`).join("\n"))
        .join("\n");
}

function foreign(page, folder) {
    return page.requests.filter((url) => !url.startsWith(`file://${folder}`)).join("\n") ||
        page.complaints.join("\n");
}

async function overflow(page) {
    const over = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
    return over > 0 && `${over} px wider than the window`;
}

// The page of a PDF is a MediaBox in points; A4 is 595 by 842 (ISO 216, 210 by 297 mm).
function paper(pdf) {
    const boxes = [...pdf.toString("latin1").matchAll(/\/MediaBox\s*\[([^\]]*)\]/g)];
    const wrong = boxes.map(([, box]) => box.trim().split(/\s+/).map(Math.floor).join(" "))
        .filter((box) => !/^0 0 59[45] 84[12]$/.test(box));
    return boxes.length ? wrong.join(", ") : "no page";
}

const browser = new Browser(chromium);
const page = await browser.page();
for (const name of pages) {
    const url = `file://${work}/${name}`;
    for (const [width, dark] of [[390, false], [1024, true], [1600, false]]) {
        const how = `${name} at ${width} px, ${dark ? "dark" : "light"}`;
        await page.look({ width, dark });
        await check(`${how}: axe finds nothing`, async () => {
            await page.open(url);
            return violations(page);
        });
        await check(`${how}: nothing is cut off sideways`, () => overflow(page));
    }
    await check(`${name}: nothing is loaded or run but the report's`, async () => {
        const title = await page.evaluate("document.title");
        return foreign(page, work) || (/^\d+$/.test(title) && "a script ran");
    });
    await check(`${name}: on paper, A4`, async () => paper(await page.pdf()));
}

// On paper the picture and its two crops are there, though nobody scrolled to them.
await check("a picture's page prints its pictures", async () => {
    await page.look({ width: 1024 });
    await page.open(`file://${work}/client/pictures/p0001.html`);
    const images = (await page.pdf()).toString("latin1").match(/\/Subtype \/Image/g) ?? [];
    return images.length < 3 && `${images.length} pictures`;
});

// Every picture that the page shows is there.
await check("pictures are shown", async () => {
    await page.look({ width: 1600, height: 20000 });
    await page.open(`file://${work}/client/index.html`);
    return page.evaluate(`(async () => {
        const images = [...document.querySelectorAll(".sheet img")];
        await Promise.all(images.map((i) => { i.loading = "eager"; return i.decode(); }));
        return images.length === 7 ? "" : images.length + " pictures";
    })()`);
});

// What is laid over a picture stays on it, and what is said of it stays where it is written.
await check("the rating stands in the head of its picture", async () => {
    await page.look({ width: 1024 });
    await page.open(`file://${work}/client/pictures/p0001.html`);
    return page.evaluate(`(() => {
        const box = (e) => e.getBoundingClientRect(), rated = document.querySelector(".rated");
        const head = box(document.querySelector("article > header")), at = rated && box(rated);
        return !at ? "there is none" : at.top >= head.top && at.bottom <= head.bottom ? ""
            : "it is at " + at.top + ", the head from " + head.top + " to " + head.bottom;
    })()`);
});

// By keyboard: the first stop skips to the content; every stop can be seen and is in reading order.
await check("the first stop of the keyboard skips to the content", async () => {
    await page.look({ width: 1024 });
    await page.open(`file://${work}/client/pictures/p0001.html`);
    await page.key("Tab");
    const first = await page.evaluate("document.activeElement.getAttribute('href')");
    return first !== "#main" && `it is ${first}`;
});
await check("every stop of the keyboard can be seen, in the order of reading", async () => {
    const stops = await page.evaluate(
        "[...document.querySelectorAll('a[href],summary,[tabindex=\"0\"]')]" +
        ".filter((e) => e.tabIndex >= 0 && e.checkVisibility()).length");
    let last = -1;
    for (let i = 1; i < stops; i++) {
        await page.key("Tab");
        const [at, outline, height] = await page.evaluate(`(() => {
            const e = document.activeElement, style = getComputedStyle(e);
            return [[...document.querySelectorAll("*")].indexOf(e),
                style.outlineStyle, e.getBoundingClientRect().height];
        })()`);
        if (at <= last || outline === "none" || !height)
            return `stop ${i}: element ${at} after ${last}, outline ${outline}, ${height} px high`;
        last = at;
    }
    return stops < 8 && `only ${stops} stops`;
});

await browser.close();
console.log(`1..${count}`);
