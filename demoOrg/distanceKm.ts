const earthRadiusKm = 6_371;

/** Between two places on the sphere: latitude and longitude of the one, then of the other, in degrees. Null where one of them is missing. */
export function distanceKm(place: readonly unknown[]): number | null {
  if (!place.every((value) => typeof value === 'number')) return null;
  const [latitude1, longitude1, latitude2, longitude2] = place.map((degrees) => (degrees * Math.PI) / 180) as [number, number, number, number];
  const haversine =
    Math.sin((latitude2 - latitude1) / 2) ** 2 + Math.cos(latitude1) * Math.cos(latitude2) * Math.sin((longitude2 - longitude1) / 2) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(haversine)));
}
