/* The world map of supervisors' pages: a bubble per country, ringed by the worst open severity.
   Colours come from the sheet, numbers from the address in data-src, shapes from world-atlas (1:110m). */
"use strict";

/* Vietnam's archipelagos are too small for these shapes: drawn and named on every map, at every size. */
const VIETNAM = { label: "vietnam", text: "Việt Nam", at: [106.3, 16.2] };
const ARCHIPELAGOS = [
  { label: "hoangSa", text: "Hoàng Sa (Việt Nam)", at: [112.0, 16.5], isles: [[111.6, 16.5], [112.3, 16.9], [112.7, 16.7], [111.2, 15.8]] },
  { label: "truongSa", text: "Trường Sa (Việt Nam)", at: [114.0, 10.0], isles: [[111.9, 8.6], [112.9, 8.9], [114.4, 10.4], [114.3, 11.4], [115.5, 9.8], [113.8, 7.9]] },
];
const ANTARCTICA = "010";
/* What is in view at first, west-north to east-south; phones begin near home. */
const WORLD = [[-130, 68], [180, -45]], NEAR = [[22, 52], [178, -22]];

for (const place of document.querySelectorAll("[data-map]")) draw(place);

async function draw(place) {
  try {
    const [shapes, points, numbers] = await Promise.all([place.dataset.shapes, place.dataset.points, place.dataset.src].map(json));
    echarts.registerMap("world", land(shapes));
    const chart = echarts.init(place);
    const paint = () => chart.setOption(picture(place, points, numbers.countries), true);
    paint();
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", paint);
    new ResizeObserver(() => chart.resize()).observe(place);
    chart.on("click", ({ data }) => { if (data && data.url) location.assign(data.url); });
  } catch (error) {
    place.textContent = place.dataset.failed;
    throw error;
  }
}

/* Vietnam with its archipelagos and every country that has a number, with some room around. */
function around(points, countries) {
  const shown = countries.map((country) => points[country.code]).filter(Boolean);
  const all = [...shown, VIETNAM.at, ...ARCHIPELAGOS.map((group) => group.at)];
  const lons = all.map(([lon]) => lon), lats = all.map(([, lat]) => lat);
  return [[Math.min(...lons) - 12, Math.max(...lats) + 10], [Math.max(...lons) + 26, Math.min(...lats) - 8]];
}

async function json(address) {
  const answer = await fetch(address, { credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return answer.json();
}

/* Nameless shapes of the land, cut where they cross 180°. */
function land(shapes) {
  const countries = topojson.feature(shapes, shapes.objects.countries).features;
  return {
    type: "FeatureCollection",
    features: countries.filter((country) => country.id !== ANTARCTICA).map((country, order) => ({
      type: "Feature",
      properties: { name: `${order}` },
      geometry: { type: "MultiPolygon", coordinates: polygons(country.geometry).flatMap(cut) },
    })),
  };
}

function polygons(geometry) {
  return geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
}

/* A polygon whose ring crosses 180° becomes one polygon on each side; holes are kept with every other one. */
function cut(polygon) {
  const ring = unrolled(polygon[0]);
  const west = Math.min(...ring.map(([lon]) => lon)), east = Math.max(...ring.map(([lon]) => lon));
  if (west >= -180 && east <= 180) return [[ring, ...polygon.slice(1)]];
  const turn = east > 180 ? -360 : 360;
  const shifted = ring.map(([lon, lat]) => [lon + turn, lat]);
  return [within(ring), within(shifted)].filter((part) => part.length > 3).map((part) => [part]);
}

/* The ring as one unbroken line: no step is longer than half the world. */
function unrolled(ring) {
  let turn = 0;
  return ring.map(([lon, lat], i) => {
    const step = i ? lon - ring[i - 1][0] : 0;
    if (step > 180) turn -= 360;
    if (step < -180) turn += 360;
    return [lon + turn, lat];
  });
}

/* The part of a ring between 180° west and 180° east (Sutherland and Hodgman, 1974). */
function within(ring) {
  const inside = [([lon]) => lon >= -180, ([lon]) => lon <= 180];
  return [-180, 180].reduce((points, edge, side) => clip(points, edge, inside[side]), ring);
}

function clip(points, edge, inside) {
  const kept = [];
  points.forEach((point, i) => {
    const before = points[(i + points.length - 1) % points.length];
    if (inside(point) !== inside(before)) kept.push(crossing(before, point, edge));
    if (inside(point)) kept.push(point);
  });
  return kept.length ? [...kept, kept[0]] : kept;
}

function crossing([lon1, lat1], [lon2, lat2], edge) {
  return [edge, lat1 + ((lat2 - lat1) * (edge - lon1)) / (lon2 - lon1)];
}

function picture(place, points, countries) {
  const colour = (name) => getComputedStyle(place).getPropertyValue(name).trim();
  const ink = colour("--ink"), muted = colour("--muted"), ground = colour("--ground");
  const rings = { 1: colour("--s1"), 2: colour("--s2"), 3: colour("--s3-line"), 4: colour("--s4-line") };
  const most = Math.max(1, ...countries.map((country) => country.workers));
  const words = { ...place.dataset };
  const number = (count) => new Intl.NumberFormat("vi-VN").format(count);
  const named = (entry, position) => ({
    value: entry.at, label: { show: true, position, color: ink, fontSize: 11, formatter: words[entry.label] || entry.text, textBorderColor: ground, textBorderWidth: 2, offset: position === "right" ? [8, 0] : [0, 0] },
  });
  return {
    animation: false,
    textStyle: { fontFamily: getComputedStyle(place).fontFamily },
    geo: {
      map: "world", roam: true, silent: true, top: 4, bottom: 4, left: 4, right: 4, scaleLimit: { min: 1, max: 12 },
      boundingCoords: "near" in place.dataset ? around(points, countries) : place.clientWidth < 600 ? NEAR : WORLD,
      itemStyle: { areaColor: colour("--map-land"), borderColor: colour("--map-coast"), borderWidth: 0.6 },
    },
    tooltip: {
      renderMode: "richText", backgroundColor: ground, borderColor: colour("--line"), textStyle: { color: ink, fontSize: 13 },
      formatter: ({ data }) => (data && data.name ? `${data.name}\n${number(data.workers)} ${words.workers}\n${number(data.alerts)} ${words.alerts}` : ""),
    },
    series: [
      {
        type: "scatter", coordinateSystem: "geo", symbolSize: 3, silent: true, itemStyle: { color: muted }, z: 2,
        data: ARCHIPELAGOS.flatMap((group) => group.isles.map((isle) => ({ value: isle }))),
      },
      {
        type: "scatter", coordinateSystem: "geo", symbolSize: 1, silent: true, itemStyle: { color: muted }, z: 5,
        data: [named(VIETNAM, "left"), ...ARCHIPELAGOS.map((group) => named(group, "right"))],
      },
      {
        type: "scatter", coordinateSystem: "geo", z: 4,
        data: countries.filter((country) => country.workers && (points[country.code] || country.lon !== undefined)).map((country) => ({
          ...country,
          value: country.lon === undefined ? points[country.code] : [country.lon, country.lat],
          symbolSize: 7 + 25 * Math.sqrt(country.workers / most),
          cursor: country.url ? "pointer" : "default",
          itemStyle: {
            color: colour("--accent-ground"), opacity: 0.8,
            borderColor: rings[country.severity] || ground, borderWidth: country.severity ? 3 : 1,
          },
        })).sort((one, other) => other.workers - one.workers),
      },
    ],
  };
}
