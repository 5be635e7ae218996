/** What a page needs of the brand's colour: the colour itself and text that is readable on it. */
export interface BrandPair {
  brand: string;
  onBrand: string;
}

/** WCAG's ratio for enhanced contrast: what clients read is never below it. */
const ENHANCED = 7;
const LIGHT = { ground: "#ffffff", text: "#ffffff" };
const DARK = { ground: "#14171a", text: "#0b0d0f" };

type Rgb = [red: number, green: number, blue: number];

function rgbOf(hex: string): Rgb {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16)) as Rgb;
}

function hexOf(rgb: Rgb): string {
  return "#" + rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("");
}

function luminance(hex: string): number {
  const [red, green, blue] = rgbOf(hex).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours by WCAG 2, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [darker, lighter] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The colour with the same hue and saturation and another lightness, from 0 to 1. */
function withLightness([red, green, blue]: Rgb, lightness: number): string {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const spread = 255 - Math.abs(most + least - 255);
  const saturation = spread === 0 ? 0 : (most - least) / spread;
  const reach = saturation * (1 - Math.abs(2 * lightness - 1)) / 2;
  const middle = (most + least) / 2;
  const half = (most - least) / 2;
  return hexOf(
    [red, green, blue].map((part) =>
      255 * (lightness + (half === 0 ? 0 : reach * (part - middle) / half))
    ) as Rgb,
  );
}

/** The shade nearest to `hex`, towards `end`, that serves as text on the ground and carries text. */
function readable(hex: string, end: 0 | 1, { ground, text }: typeof LIGHT): string {
  const isReadable = (shade: string) =>
    contrast(shade, ground) >= ENHANCED && contrast(shade, text) >= ENHANCED;
  if (isReadable(hex)) return hex;
  const rgb = rgbOf(hex);
  const start = (Math.max(...rgb) + Math.min(...rgb)) / 510;
  for (let share = 0; share < 1; share += 0.02) {
    const shade = withLightness(rgb, start + (end - start) * share);
    if (isReadable(shade)) return shade;
  }
  return withLightness(rgb, end);
}

/**
 * The brand's colour for light and dark pages: darkened or lightened just as much as it takes for
 * links, and the writing on buttons, to be read (7:1).
 *
 * @param hex the colour of the settings, `#rrggbb`
 */
export function brandPairs(hex: string): { light: BrandPair; dark: BrandPair } {
  return {
    light: { brand: readable(hex, 0, LIGHT), onBrand: LIGHT.text },
    dark: { brand: readable(hex, 1, DARK), onBrand: DARK.text },
  };
}
