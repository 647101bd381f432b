// A Chromium of its own, spoken to over a pipe (Chrome DevTools Protocol): no port, no driver.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export class Browser {
    #next = 1;
    #waiting = new Map();
    #listeners = new Set();
    #rest = "";

    constructor(program) {
        this.home = mkdtempSync(join(tmpdir(), "gatefold-e2e-"));
        const options = [
            "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--disable-gpu",
            "--disable-dev-shm-usage", "--disable-background-networking", "--disable-sync",
            "--hide-scrollbars", `--user-data-dir=${this.home}`, "about:blank",
        ];
        if (process.getuid() === 0)
            options.unshift("--no-sandbox"); // Chromium refuses to run as root otherwise
        this.process = spawn(program, options, {
            stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
            env: { ...process.env, HOME: this.home },
        });
        this.process.stdio[4].setEncoding("utf8").on("data", (text) => this.#hear(text));
        this.process.on("exit", (status) => {
            for (const { reject } of this.#waiting.values())
                reject(new Error(`Chromium ended (${status})`));
        });
    }

    #hear(text) {
        const parts = (this.#rest + text).split("\0");
        this.#rest = parts.pop();
        for (const part of parts) {
            const message = JSON.parse(part);
            const waiting = this.#waiting.get(message.id);
            this.#waiting.delete(message.id);
            if (waiting && message.error)
                waiting.reject(new Error(`${waiting.method}: ${message.error.message}`));
            else if (waiting)
                waiting.resolve(message.result);
            else
                for (const listener of this.#listeners) listener(message);
        }
    }

    send(method, params = {}, sessionId = undefined) {
        const id = this.#next++;
        return new Promise((resolve, reject) => {
            this.#waiting.set(id, { resolve, reject, method });
            this.process.stdio[3].write(JSON.stringify({ id, method, params, sessionId }) + "\0");
        });
    }

    listen(listener) {
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
    }

    async page() {
        const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
        const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
        const page = new Page(this, sessionId);
        for (const domain of ["Page", "Runtime", "Network", "Log"]) await page.send(`${domain}.enable`);
        return page;
    }

    async close() {
        await this.send("Browser.close").catch(() => {});
        if (this.process.exitCode === null)
            await new Promise((resolve) => this.process.once("exit", resolve));
        rmSync(this.home, { recursive: true, force: true, maxRetries: 5 });
    }
}

class Page {
    requests = []; // every address that was asked for
    complaints = []; // what the console says: violations of the pages' own policy too

    constructor(browser, sessionId) {
        this.browser = browser;
        this.sessionId = sessionId;
        browser.listen(({ sessionId: of, method, params }) => {
            if (of !== sessionId) return;
            if (method === "Network.requestWillBeSent") this.requests.push(params.request.url);
            if (method === "Log.entryAdded") this.complaints.push(params.entry.text);
            if (method === "Runtime.exceptionThrown")
                this.complaints.push(params.exceptionDetails.text);
        });
    }

    send(method, params) {
        return this.browser.send(method, params, this.sessionId);
    }

    async look({ width, height = 900, dark = false, media = "" }) {
        await this.send("Emulation.setDeviceMetricsOverride",
            { width, height, deviceScaleFactor: 1, mobile: false });
        await this.send("Emulation.setEmulatedMedia", {
            media,
            features: [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }],
        });
    }

    async open(url) {
        const loaded = new Promise((resolve) => {
            const stop = this.browser.listen(({ sessionId, method }) => {
                if (sessionId === this.sessionId && method === "Page.loadEventFired")
                    resolve(stop());
            });
        });
        const { errorText } = await this.send("Page.navigate", { url });
        if (errorText) throw new Error(`${url}: ${errorText}`);
        await loaded;
    }

    async evaluate(expression) {
        const { result, exceptionDetails } = await this.send("Runtime.evaluate",
            { expression, awaitPromise: true, returnByValue: true });
        if (exceptionDetails)
            throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
    }

    async screenshot(whole = false) {
        const { data } = await this.send("Page.captureScreenshot",
            { format: "png", captureBeyondViewport: whole });
        return Buffer.from(data, "base64");
    }

    async pdf() {
        const { data } = await this.send("Page.printToPDF",
            { preferCSSPageSize: true, printBackground: true });
        return Buffer.from(data, "base64");
    }

    async key(key, code = key) {
        for (const type of ["keyDown", "keyUp"])
            await this.send("Input.dispatchKeyEvent",
                { type, key, code, windowsVirtualKeyCode: key === "Tab" ? 9 : 13 });
    }
}
