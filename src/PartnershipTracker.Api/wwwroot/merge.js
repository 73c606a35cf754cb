/** The union of what two people have changed at once. */

/** @typedef {Record<string, any>} Values */

/** @param {unknown} a @param {unknown} b */
export const equal = (a, b) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What both have changed, and differently. */
const conflicting = Symbol('conflicting');

/**
 * Unites two versions of one that both know. What both have changed is mine until somebody chooses.
 * @param {Values} base @param {Values} mine @param {Values} theirs @returns {{ value: Values, conflicts: string[] }}
 */
export function merge(base, mine, theirs) {
  const names = Object.keys({ ...theirs, ...mine });
  const all = names.map(name => /** @type {[string, any]} */ ([name, unite(base[name], mine[name], theirs[name])]));

  return {
    value: structuredClone(Object.fromEntries(all.map(([name, value]) => [name, value === conflicting ? mine[name] : value]))),
    conflicts: all.filter(([, value]) => value === conflicting).map(([name]) => name),
  };
}

/** @param {any} base @param {any} mine @param {any} theirs @returns {any} */
function unite(base, mine, theirs) {
  if (equal(mine, base)) {
    return theirs;
  }

  if (equal(theirs, base) || equal(mine, theirs)) {
    return mine;
  }

  const all = [base ?? {}, mine, theirs];

  return all.every(isList) ? uniteParts(base, mine, theirs) : all.every(isGroup) ? uniteMembers(base ?? {}, mine, theirs) : conflicting;
}

/** @param {any} value */
const isList = value => Array.isArray(value) && value.every(part => isGroup(part));

/** @param {any} value */
const isGroup = value => typeof value === 'object' && value !== null && !Array.isArray(value);

/** @param {Values} base @param {Values} mine @param {Values} theirs */
function uniteMembers(base, mine, theirs) {
  const { value, conflicts } = merge(base, mine, theirs);

  return conflicts.length > 0 ? conflicting : value;
}

/** Unites parts, such as participants: each is known by its id, an area link by its area. @param {Values[]} base @param {Values[]} mine @param {Values[]} theirs */
function uniteParts(base, mine, theirs) {
  const [known, ours, others] = [base, mine, theirs].map(list => new Map(list.map(part => [part.id ?? part.area ?? JSON.stringify(part), part])));
  const united = [...new Set([...others.keys(), ...ours.keys()])].map(key => unite(known.get(key), ours.get(key), others.get(key)));

  return united.includes(conflicting) ? conflicting : united.filter(part => part !== undefined);
}
