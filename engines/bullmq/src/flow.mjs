/** The id of a job in the queue: of the content of its plan and of itself. */
export function idOf(plan, key) {
  return `${plan.slice(0, 24)}-${key.slice(0, 40)}`;
}

/** A job and those below it, as BullMQ takes them. */
export function flowOf(task, key, children) {
  const { plan, attempts, queue } = task;
  const below = children(key).map((child) => flowOf(task, child, children));
  return {
    name: below.length > 0 ? "merge" : plan.work,
    queueName: queue.name,
    data: { plan: plan.key, key },
    opts: {
      jobId: idOf(plan.key, key),
      attempts,
      backoff: { type: "exponential", delay: 1000 },
      // results are kept elsewhere
      removeOnComplete: true,
      failParentOnFailure: true,
    },
    ...(below.length > 0 ? { children: below } : {}),
  };
}

/**
 * The tree of a reduction in parts that fit a window: each part is a node with all that is below it, of at most `window` jobs, and comes after those that it needs. So no more than a window
 * is in the queue at once, and the last part has the root.
 *
 * @returns [{ key, jobs, children }], `children(key)` those in the same part
 */
export function partsOfTree(merges, root, window) {
  const below = new Map(merges.map(({ key, of }) => [key, of]));
  const parts = [];
  const part = (key, cut) => {
    const children = (node) => (below.get(node) ?? []).filter((child) => !cut.has(child));
    const keys = [];
    const walk = (node) => {
      for (const child of children(node)) walk(child);
      keys.push(node);
    };
    walk(key);
    parts.push({ key, keys, children });
    cut.add(key);
  };
  const cut = new Set();
  // how many jobs are left under a node once parts have been cut off
  const sized = (key) => {
    const sizes = (below.get(key) ?? []).map((child) => [child, sized(child)]);
    let size = 1 + sizes.reduce((sum, [, count]) => sum + count, 0);
    for (const [child, count] of sizes.sort((a, b) => b[1] - a[1])) {
      if (size <= window) break;
      part(child, cut);
      size -= count;
    }
    return size;
  };
  sized(root);
  part(root, cut);
  return parts;
}
