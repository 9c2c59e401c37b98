#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Hands documents to a plugin and prints what becomes of them.
//
//     node sample_host.js PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...
//
// CONNECTION.json is {"settings": {...}, "secrets": {"name": "value"}}, as a simulated Sage gives it.
// Exit code 0: all are posted; 1: one is held or refused; 2: the run could not be made.
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, realpathSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { AUTH, CONFLICT, Plugin, PluginError, SecretRefused } from "./wms_plugin.js";

const ENDS = new Set(["posted", "held", "rejected", "withdrawn"]);

/// A clock, secrets in memory (a real host keeps them, encrypted) and an audit trail in a file.
function servicesOf(folder, given) {
    const secrets = new Map(Object.entries(given).map(([name, value]) => [name, { value, version: "1" }]));
    const trail = openSync(join(folder, "audit.jsonl"), "a", 0o600);
    return {
        log(level, target, message, fields) {
            if (level >= 2) {
                console.error(`${target}: ${message} ${fields}`);
            }
        },
        nowMs: () => Date.now(),
        wake() {}, // this host looks again within a second anyway
        secretGet(name) {
            if (!secrets.has(name)) {
                throw new SecretRefused(AUTH);
            }
            return secrets.get(name);
        },
        secretPut(name, value, ifVersion) {
            const version = secrets.get(name)?.version ?? "";
            if (version !== ifVersion) {
                throw new SecretRefused(CONFLICT);
            }
            secrets.set(name, { value, version: String(Number(version) + 1) });
        },
        audit(records) {
            writeSync(trail, `${records}\n`);
            fsyncSync(trail);
        },
        close: () => closeSync(trail),
    };
}

function tell(event) {
    console.log(JSON.stringify(event)); // a real host stores it, durably, before it acknowledges
    if (event.error) {
        console.error(`${event.documentId ?? event.eventType}: ${event.error.message}`);
    }
}

/// Works until each document is posted or waits for a person; `states` is kept up to date.
async function follow(instance, states) {
    while (![...states.values()].every((state) => ENDS.has(state))) {
        const due = instance.work();
        for (let event = instance.nextEvent(); event; event = instance.nextEvent()) {
            tell(event);
            if (states.has(event.messageId) && event.state) {
                states.set(event.messageId, event.state);
            }
            instance.acknowledge(event);
        }
        if (due !== null) {
            await pause(Math.max(0, Math.min(due - Date.now(), 1000)));
        }
    }
}

async function run([library, folder, connectionFile, ...documentFiles]) {
    const connection = JSON.parse(readFileSync(connectionFile, "utf8"));
    const documents = documentFiles.map((file) => JSON.parse(readFileSync(file, "utf8")));
    mkdirSync(join(folder, "outbox"), { recursive: true });
    const services = servicesOf(folder, connection.secrets);
    const instance = new Plugin(library).create("sample", connection.settings, realpathSync(join(folder, "outbox")), services);
    try {
        const states = new Map();
        for (const document of documents) {
            const receipt = instance.submit(document);
            console.log(JSON.stringify(receipt)); // from here on the plugin answers for the document
            states.set(receipt.firstMessageId, receipt.state);
        }
        instance.connect();
        await follow(instance, states);
        instance.stop();
        return [...states.values()].every((state) => state === "posted") ? 0 : 1;
    } finally {
        instance.destroy();
        services.close();
    }
}

const words = process.argv.slice(2);
if (words.length < 4) {
    console.error("sample_host.js PLUGIN.so DATA_DIR CONNECTION.json DOCUMENT.json...");
    process.exitCode = 2;
} else {
    try {
        process.exitCode = await run(words);
    } catch (error) {
        console.error(error instanceof PluginError ? `${error.code}: ${error.message}` : error.message);
        process.exitCode = ["INVALID", "NOT_ACCEPTED", "CONFLICT"].includes(error.status) ? 1 : 2;
    }
}
