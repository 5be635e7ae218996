/** Caches as a browser has them, for as long as a test: Deno's own cannot say what is in them. */
export function cachesInMemory(): CacheStorage {
  const all = new Map<string, Map<string, Response>>();
  const keyOf = (asked: RequestInfo | URL) => asked instanceof Request ? asked.url : String(asked);
  const open = (name: string) => {
    const kept = all.get(name) ?? new Map<string, Response>();
    all.set(name, kept);
    return Promise.resolve({
      match: (asked: RequestInfo | URL) => Promise.resolve(kept.get(keyOf(asked))?.clone()),
      put: (asked: RequestInfo | URL, answer: Response) =>
        Promise.resolve(void kept.set(keyOf(asked), answer)),
      delete: (asked: RequestInfo | URL) => Promise.resolve(kept.delete(keyOf(asked))),
      keys: () => Promise.resolve([...kept.keys()].map((url) => new Request(url))),
    } as unknown as Cache);
  };
  return {
    open,
    delete: (name: string) => Promise.resolve(all.delete(name)),
  } as unknown as CacheStorage;
}
