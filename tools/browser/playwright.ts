/**
 * The part of Playwright's interface that tests use. The package lies in this folder's own
 * node_modules, out of the sight of the application's type check, so its shape is told here.
 * Playwright's documentation describes each of these; add what a test needs.
 */

/** How an element is found and used; nothing is looked up until an action needs it. */
export interface Locator {
  locator(selector: string): Locator;
  getByRole(role: string, options?: RoleOptions): Locator;
  getByLabel(text: string | RegExp, options?: { exact?: boolean }): Locator;
  getByText(text: string | RegExp, options?: { exact?: boolean }): Locator;
  filter(options: { hasText?: string | RegExp; has?: Locator }): Locator;
  first(): Locator;
  last(): Locator;
  nth(index: number): Locator;
  all(): Promise<Locator[]>;
  count(): Promise<number>;
  click(options?: { timeout?: number }): Promise<void>;
  check(): Promise<void>;
  uncheck(): Promise<void>;
  fill(value: string): Promise<void>;
  focus(): Promise<void>;
  press(key: string): Promise<void>;
  selectOption(value: string | { label: string }): Promise<string[]>;
  setInputFiles(
    files: string | { name: string; mimeType: string; buffer: Uint8Array },
  ): Promise<
    void
  >;
  boundingBox(): Promise<
    { x: number; y: number; width: number; height: number } | null
  >;
  evaluate<R, A>(
    run: (element: HTMLElement, argument: A) => R,
    argument?: A,
  ): Promise<R>;
  getAttribute(name: string): Promise<string | null>;
  innerText(): Promise<string>;
  inputValue(): Promise<string>;
  isChecked(): Promise<boolean>;
  isVisible(): Promise<boolean>;
  textContent(): Promise<string | null>;
  waitFor(
    options?: {
      state?: "attached" | "detached" | "visible" | "hidden";
      timeout?: number;
    },
  ): Promise<void>;
}

export interface RoleOptions {
  name?: string | RegExp;
  exact?: boolean;
  level?: number;
}

export interface HttpResponse {
  status(): number;
  url(): string;
  headers(): Record<string, string>;
  text(): Promise<string>;
  body(): Promise<Uint8Array>;
}

export interface HttpRequest {
  url(): string;
  method(): string;
  resourceType(): string;
}

type Finding =
  | "locator"
  | "getByRole"
  | "getByLabel"
  | "getByText";

export interface Page extends Pick<Locator, Finding> {
  // deno-lint-ignore no-explicit-any -- the result is whatever the function returns
  evaluate<A>(run: ((argument: A) => any) | string, argument?: A): Promise<any>;
  readonly keyboard: {
    press(key: string): Promise<void>;
    type(text: string): Promise<void>;
  };
  readonly mouse: {
    move(x: number, y: number, options?: { steps?: number }): Promise<void>;
    down(): Promise<void>;
    up(): Promise<void>;
  };
  goto(
    url: string,
    options?: { waitUntil?: "load" | "networkidle" | "commit" },
  ): Promise<
    HttpResponse | null
  >;
  reload(): Promise<HttpResponse | null>;
  goBack(): Promise<HttpResponse | null>;
  /** Runs a function in each document before its own scripts. */
  addInitScript(run: () => void): Promise<void>;
  url(): string;
  title(): Promise<string>;
  content(): Promise<string>;
  context(): BrowserContext;
  screenshot(
    options?: { path?: string; fullPage?: boolean },
  ): Promise<Uint8Array>;
  waitForURL(url: string | RegExp | ((url: URL) => boolean)): Promise<void>;
  waitForFunction<A>(
    run: (argument: A) => unknown,
    argument?: A,
  ): Promise<unknown>;
  waitForResponse(
    url: string | RegExp | ((response: HttpResponse) => boolean),
  ): Promise<
    HttpResponse
  >;
  waitForLoadState(
    state?: "load" | "domcontentloaded" | "networkidle",
  ): Promise<void>;
  on(
    event: "console",
    listen: (message: { type(): string; text(): string }) => void,
  ): void;
  on(event: "pageerror", listen: (error: Error) => void): void;
  on(event: "request", listen: (request: HttpRequest) => void): void;
  on(event: "response", listen: (response: HttpResponse) => void): void;
  /** In milliseconds; how long actions wait for their element. */
  setDefaultTimeout(timeout: number): void;
  close(): Promise<void>;
}

export interface BrowserContext {
  addCookies(
    cookies: { name: string; value: string; url: string }[],
  ): Promise<void>;
  clearCookies(): Promise<void>;
  setOffline(offline: boolean): Promise<void>;
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

/** A running Chromium. */
export interface Chromium {
  newContext(options: {
    viewport: { width: number; height: number };
    colorScheme: "light" | "dark";
    javaScriptEnabled: boolean;
    locale: string;
    timezoneId: string;
  }): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** What `playwright-core` exports. */
export interface Playwright {
  chromium: {
    launch(
      options: { executablePath: string; args: string[] },
    ): Promise<Chromium>;
  };
}

/** One rule of axe that a page breaks. */
export interface Violation {
  id: string;
  impact: string | null;
  help: string;
  nodes: { html: string; target: unknown[]; failureSummary?: string }[];
}

/** What `@axe-core/playwright` exports. */
export interface Axe {
  AxeBuilder: new (options: { page: Page }) => {
    withTags(
      tags: string[],
    ): { analyze(): Promise<{ violations: Violation[] }> };
  };
}
