// deno-lint-ignore-file no-explicit-any -- islands have props of any type
import * as devalue from "devalue";
import {
  type ComponentChildren,
  type ComponentType,
  createContext,
  Fragment,
  h,
  isValidElement,
  type VNode,
} from "preact";
import { useContext } from "preact/hooks";
import type { Island } from "./client_build.ts";
import { rendering, type RenderState } from "./render_state.ts";

const InsideIsland = createContext(false);

/** Elements of islands that need no comments around them: an outer one has them. */
const plain = new WeakSet<VNode>();

/**
 * Makes an island's element render between two comments by which the browser finds it. Inside
 * of another island it is an ordinary component: the outer one brings it to life.
 */
export function surroundIsland(vnode: VNode<any>, island: Island, state: RenderState): void {
  if (plain.has(vnode)) return;
  const key = String(vnode.key ?? "").replaceAll(":", "_");
  vnode.type = rootOf(vnode.type as ComponentType<any>, key, island, state);
}

function rootOf(
  component: ComponentType<any>,
  key: string,
  island: Island,
  state: RenderState,
): ComponentType<any> {
  return function IslandRoot(props: Record<string, unknown>) {
    const isInside = useContext(InsideIsland);
    if (isInside) return asPlain(h(component, props));
    const sent = withSlots(props, state);
    state.islands.add(island);
    const index = state.props.push(sent) - 1;
    const child = h(InsideIsland.Provider, { value: true }, asPlain(h(component, sent)));
    return between("island", `${island.name}:${index}:${key}`, child);
  };
}

function asPlain<T extends VNode<any>>(vnode: T): T {
  plain.add(vnode);
  return vnode;
}

/** JSX cannot be sent as data: it stays in the document, and the props refer to it. */
function withSlots(
  props: Record<string, unknown>,
  state: RenderState,
): Record<string, unknown> {
  const sent = { ...props };
  for (const [name, value] of Object.entries(props)) {
    const isJsx = isValidElement(value) && !isSignal(value);
    if (name !== "children" && !isJsx) continue;
    const id = state.slots.push({ name, vnode: value }) - 1;
    sent[name] = h(Slot, { id, name }, value as ComponentChildren);
  }
  return sent;
}

interface SlotProps {
  id: number;
  name: string;
  children?: ComponentChildren;
}

/** What stands in a slot belongs to the page, so islands in it are roots of their own. */
function Slot({ id, name, children }: SlotProps): VNode {
  const state = rendering();
  if (state !== null) state.slots[id] = null;
  const outside = h(InsideIsland.Provider, { value: false }, children);
  return between("slot", `${id}:${name}`, outside);
}

function between(kind: string, text: string, vnode: VNode<any>): VNode {
  const comment = (content: string) => h(Fragment, { UNSTABLE_comment: content } as any);
  return h(Fragment, null, comment(`frsh:${kind}:${text}`), vnode, comment(`/frsh:${kind}`));
}

/** Told by shape: the application may have another copy of the signals package. */
function isSignal(value: any): boolean {
  return typeof value === "object" && value !== null && "value" in value &&
    typeof value.peek === "function";
}

/** Computed signals keep their function, under a name that the package's build decides. */
function isComputed(value: any): boolean {
  return isSignal(value) && (typeof value.x === "function" || typeof value._fn === "function");
}

/** What is sent of a prop that is more than data; the first that gives something decides. */
const SENDERS = {
  Computed: (value: any) => isComputed(value) && [value.peek()],
  Signal: (value: any) => isSignal(value) && [value.peek()],
  Slot: (value: any) => isSlot(value) && { id: value.props.id, name: value.props.name },
};

function isSlot(value: unknown): value is VNode<SlotProps> {
  return isValidElement(value) && value.type === Slot;
}

/**
 * The end of the body: the slots that no island has shown, and the script that brings the
 * islands to life. Nothing at all when the page has none.
 */
export function IslandScripts(): VNode<any> | null {
  const state = rendering();
  if (state === null || state.islands.size === 0) return null;
  const islands = [...state.islands];
  const imports = islands.map(({ exportName, name, file }) =>
    `import{${exportName} as ${name}}from${JSON.stringify(file)};`
  );
  const props = JSON.stringify(devalue.stringify(state.props, SENDERS));
  const script = `import{boot}from${JSON.stringify(state.build.clientEntry)};` +
    imports.join("") + `boot({${islands.map(({ name }) => name)}},${props});`;

  const templates = state.slots.map((slot, id) =>
    slot && h("template", { id: `frsh-${id}-${slot.name}` }, slot.vnode as ComponentChildren)
  );
  return h(
    Fragment,
    null,
    templates,
    h("script", {
      type: "module",
      nonce: state.nonce,
      // A less-than sign in a prop could end the script element, if the serialiser let it pass.
      dangerouslySetInnerHTML: { __html: script.replaceAll("<", "\\u003C") },
    }),
  );
}
