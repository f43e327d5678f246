/** Does `work` for all items, at most `width` at a time; results in the items' order. The first to fail ends it. */
export async function sideBySide<In, Out>(
  items: readonly In[],
  width: number,
  work: (item: In) => Promise<Out>,
): Promise<Out[]> {
  const results: Out[] = []
  const queue = items.entries()
  const lane = async () => {
    // One iterator for all lanes: each takes the next item.
    for (const [index, item] of queue) results[index] = await work(item)
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane))
  return results
}
