/** Something that happens, once or more often, and may be waited for. */
export function once(): { readonly happen: () => void; readonly happened: Promise<void> } {
  let happen = (): void => {};
  const happened = new Promise<void>((resolve) => {
    happen = resolve;
  });
  return { happen: () => happen(), happened };
}
