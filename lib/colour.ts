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

/** The colour nearest to `hex`, towards `end`, that both serves as text on the ground and carries text. */
function readable(hex: string, end: string, { ground, text }: typeof LIGHT): string {
  const [from, to] = [rgbOf(hex), rgbOf(end)];
  for (let share = 0; share < 1; share += 0.02) {
    const mixed = hexOf(from.map((part, i) => part + (to[i] - part) * share) as Rgb);
    if (contrast(mixed, ground) >= ENHANCED && contrast(mixed, text) >= ENHANCED) return mixed;
  }
  return end;
}

/**
 * The brand's colour for light and dark pages: darkened or lightened just as much as it takes for
 * links, and the writing on buttons, to be read (7:1).
 *
 * @param hex the colour of the settings, `#rrggbb`
 */
export function brandPairs(hex: string): { light: BrandPair; dark: BrandPair } {
  return {
    light: { brand: readable(hex, "#000000", LIGHT), onBrand: LIGHT.text },
    dark: { brand: readable(hex, "#ffffff", DARK), onBrand: DARK.text },
  };
}
