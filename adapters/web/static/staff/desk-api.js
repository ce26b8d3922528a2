/* Calls to this server, in the name of the signed-in person; nothing goes anywhere else. */

const city = /** @type {HTMLElement} */ (document.getElementById("desk-ask")).dataset.city ?? "";
const token = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="csrf-token"]')).content;

/**
 * The answer of /staff/api/`name`. Throws an Error with a sentence for people; a session that ended leads to the sign-in.
 * @param {"GET" | "POST"} method @param {string} name @param {Record<string, string>} values @param {AbortSignal} [signal]
 */
export async function call(method, name, values, signal) {
  const query = new URLSearchParams(method === "GET" ? { city, ...values } : { city });
  const response = await fetch(`/staff/api/${name}?${query}`, {
    method,
    signal,
    headers: method === "POST" ? { "Content-Type": "application/json", "X-CSRF-Token": token } : {},
    body: method === "POST" ? JSON.stringify(values) : undefined,
  });
  if (response.ok) return response.json();
  if (response.status === 401) location.reload();
  const told = await response.json().catch(() => null);
  throw new Error(told?.error?.message ?? "");
}
