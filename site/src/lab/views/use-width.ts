import { createContext, type RefObject } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";

/** How wide the pictures of the cards are, in px. Drawn at their width, their text has the size that it says. */
export const CardWidth = createContext(420);

/** An element and the width of its content, in whole px; 0 until it is there. */
export function useWidth<E extends HTMLElement>(): readonly [RefObject<E>, number] {
  const element = useRef<E>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry?.contentRect.width ?? 0)));
    if (element.current) observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
