// Hosts of a network that can be unplugged: network namespaces, each with a wire of its own to this one. Root may make them where the system lets it.
import { execFileSync } from "node:child_process";

const ip = (text) => execFileSync("ip", text.split(" "), { stdio: ["ignore", "ignore", "pipe"] });

/** Whether such hosts can be made here; null, or why not. */
export function whyNoHosts() {
  try {
    openHost(200).close();
    return null;
  } catch (error) {
    return `network namespaces are not to be had here: ${String(error.stderr ?? error.message).trim()}`;
  }
}

/**
 * @param number from 0 to 200, another one for each host
 * @returns `here`, the address of this host as it sees it, `on`, the words that run a command there, `unplug`, after which packets vanish without a word to either side, `plug` and `close`
 */
export function openHost(number) {
  const name = `m${process.pid}-${number}`;
  const [near, far] = [`${name}a`, `${name}b`];
  const net = `10.213.${number}`;
  ip(`netns add ${name}`);
  const close = () => ip(`netns del ${name}`);
  try {
    ip(`link add ${near} type veth peer name ${far}`);
    ip(`link set ${far} netns ${name}`);
    ip(`addr add ${net}.1/24 dev ${near}`);
    ip(`link set ${near} up`);
    ip(`-n ${name} addr add ${net}.2/24 dev ${far}`);
    ip(`-n ${name} link set ${far} up`);
  } catch (error) {
    close();
    throw error;
  }
  return {
    here: `${net}.1`,
    on: ["ip", "netns", "exec", name],
    unplug: () => ip(`link set ${near} down`),
    plug: () => ip(`link set ${near} up`),
    close,
  };
}
