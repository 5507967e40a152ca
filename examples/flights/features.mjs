/** Degrees of every airport, by its code, from the text of airports.csv. */
export function airportsOf(csv) {
  const rows = csv.trim().split("\n").slice(1);
  return new Map(
    rows.map((line) => {
      const fields = line.split(",");
      return [fields[0], fields.slice(-2).map(Number)];
    }),
  );
}

/** Features of a flight, each of about the same size: the hour and the day as points on circles, the distance, and where it begins and ends. */
export const FEATURES = 9;

export function featuresOf(airports, { date, distance, origin, destination }) {
  const hour = ((date.getUTCHours() + date.getUTCMinutes() / 60) * Math.PI) / 12;
  const day = (Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0)) / 86_400_000) * 2 * Math.PI) / 366;
  const [fromLatitude, fromLongitude] = airports.get(origin) ?? [39, -98];
  const [toLatitude, toLongitude] = airports.get(destination) ?? [39, -98];
  return [
    ...[Math.sin(hour), Math.cos(hour), Math.sin(day), Math.cos(day), Number(distance) / 1000],
    ...[(fromLatitude - 39) / 10, (fromLongitude + 98) / 20, (toLatitude - 39) / 10, (toLongitude + 98) / 20],
  ];
}
