#!/usr/bin/env python3
"""Keeps a copy of the register in an SQLite file: all lists once, and from then on the feed of changes.

    TRACKER_KEY=pt_live_… python3 copy.py https://tracker.example.com copy.db [--once]

The table `items` has a row for each resource: its collection, its id, its version, and the resource as a GET shows it, as JSON.
With --once the program ends when it has read all changes; otherwise it waits for further ones. It can be stopped at any time.
"""
import json
import os
import sqlite3
import sys
import time
import urllib.error
import urllib.request

COLLECTIONS = ["sources", "affiliates", "companies", "people", "areas", "trips", "meetings", "collaborations", "citations"]


def get(root, path):
    request = urllib.request.Request(root + path, headers={"Accept": "application/json"})
    if "TRACKER_KEY" in os.environ:
        request.add_header("X-Api-Key", os.environ["TRACKER_KEY"])
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def store(db, resource, item):
    db.execute("INSERT OR REPLACE INTO items VALUES (?, ?, ?, ?)", (resource, item["id"], item["version"], json.dumps(item)))


def reload(db, root):
    """Reads everything anew. The cursor is older than the lists, so that changes meanwhile come twice rather than never."""
    cursor = get(root, "/api/v1/changes?after=now")["cursor"]
    with db:
        db.execute("DELETE FROM items")
        for resource in COLLECTIONS:
            path = f"/api/v1/{resource}?limit=200"
            while path:
                page = get(root, path)
                for item in page["items"]:
                    store(db, resource, item)
                path = page.get("next")
        db.execute("INSERT OR REPLACE INTO state VALUES (1, ?)", (cursor,))


def follow(db, root, wait):
    """Applies the next changes, and returns true if there are more. The cursor is stored with them."""
    (cursor,) = db.execute("SELECT cursor FROM state").fetchone()
    page = get(root, f"/api/v1/changes?after={cursor}&include=image&limit=1000&wait={wait}")
    with db:
        for change in page["items"]:
            if change["operation"] == "gone":
                db.execute("DELETE FROM items WHERE resource = ? AND id = ?", (change["resource"], change["id"]))
            else:
                store(db, change["resource"], change["image"])
        db.execute("INSERT OR REPLACE INTO state VALUES (1, ?)", (page["cursor"],))
    return page["more"]


def main():
    root, file, is_once = sys.argv[1].rstrip("/"), sys.argv[2], "--once" in sys.argv
    db = sqlite3.connect(file)
    db.execute("CREATE TABLE IF NOT EXISTS items (resource TEXT, id TEXT, version INTEGER, image TEXT, PRIMARY KEY (resource, id))")
    db.execute("CREATE TABLE IF NOT EXISTS state (only INTEGER PRIMARY KEY, cursor TEXT)")
    while True:
        try:
            if db.execute("SELECT 1 FROM state").fetchone() is None:
                reload(db, root)
            if not follow(db, root, 0 if is_once else 30) and is_once:
                return
        except urllib.error.HTTPError as refused:
            if refused.code == 410:
                with db:
                    db.execute("DELETE FROM state")
            elif refused.code in (429, 503):
                time.sleep(int(refused.headers.get("Retry-After", "5")))
            else:
                sys.exit(f"{refused.code}: {refused.read().decode()}")
        except urllib.error.URLError as unreachable:
            print(f"{unreachable.reason}; trying again", file=sys.stderr)
            time.sleep(5)


if __name__ == "__main__":
    main()
