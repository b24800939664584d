const FEW_PACKETS = 20;
const LIMITATIONS = ["bandwidth", "cpu", "other", "none"];

/**
 * One connection's getStats (W3C webrtc-stats) reduced to the `stats` of `webrtc.connection_state`: what it counts
 * is the difference between two readings, so the first reading only says what is so at that moment.
 */
export class Stats {
  #before = null;

  /** Shape: docs/protocol.md, "Quality of a connection"; what the browser does not know is left out. */
  async read(connection) {
    const reports = [...(await connection.getStats()).values()];
    const before = this.#before;
    this.#before = new Map(reports.map((report) => [report.id, report]));
    const stats = { ...now(reports), ...(before && since(reports, before)) };
    return Object.fromEntries(Object.entries(stats).filter(([, value]) => value !== undefined));
  }
}

function now(reports) {
  const pair = selected(reports);
  return {
    round_trip_time: between(pair?.currentRoundTripTime, 600),
    available_outgoing_bitrate: between(pair?.availableOutgoingBitrate, 1e11),
  };
}

function since(reports, before) {
  const grown = (name) => (report) => (report[name] ?? 0) - (before.get(report.id)?.[name] ?? 0);
  const sum = (some, name) => some.map(grown(name)).reduce((all, one) => all + one, 0);
  const of = (type) => reports.filter((report) => report.type === type);
  const [sent, heard] = [of("outbound-rtp").filter(grown("packetsSent")), of("inbound-rtp").filter(grown("packetsReceived"))];
  const came = sum(heard, "packetsReceived");
  const missing = Math.max(0, sum(of("inbound-rtp"), "packetsLost"));
  return {
    ...rates(selected(reports), before, grown),
    loss_up: share(Math.max(0, sum(of("remote-inbound-rtp"), "packetsLost")), sum(sent, "packetsSent")),
    loss_down: share(missing, came + missing),
    jitter: heard.length ? between(Math.max(...heard.map(({ jitter = 0 }) => jitter)), 600) : undefined,
    freeze_count: Math.max(0, sum(heard, "freezeCount")),
    quality_limitation_reason: LIMITATIONS.find((reason) => sent.some((one) => one.qualityLimitationReason === reason)),
  };
}

/** Of the pair in use; another one than before has counted since it was chosen. */
function rates(pair, before, grown) {
  const seconds = (pair?.timestamp - before.get(pair?.id)?.timestamp) / 1000;
  if (!(seconds > 0)) return {};
  const bits = (name) => between((grown(name)(pair) * 8) / seconds, 1e11);
  return { bitrate_up: bits("bytesSent"), bitrate_down: bits("bytesReceived") };
}

/** Firefox marks the pair itself, the others name it in the transport. */
function selected(reports) {
  const chosen = new Set(reports.flatMap(({ selectedCandidatePairId: id }) => id ?? []));
  return reports.find(({ type, id, selected }) => type === "candidate-pair" && (chosen.has(id) || selected));
}

/** A few packets say nothing. */
function share(part, whole) {
  return whole < FEW_PACKETS ? undefined : between(part / whole, 1);
}

function between(value, most) {
  return value === undefined ? undefined : Number(Math.max(0, Math.min(most, value)).toFixed(4));
}
