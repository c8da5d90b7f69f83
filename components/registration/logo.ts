import type { Faults } from "../faults";

/** Entra takes at most this many bytes. */
const largest = 100 * 1024;

const formats: readonly [name: string, start: readonly number[]][] = [
  ["PNG", [0x89, 0x50, 0x4e, 0x47]],
  ["JPEG", [0xff, 0xd8, 0xff]],
  ["GIF", [0x47, 0x49, 0x46, 0x38]],
];

/** Notes what is no picture that Entra shows. @param logo base64 */
export function checkLogo(logo: string, path: string, faults: Faults): void {
  const bytes = Buffer.from(logo, "base64");
  const known = formats.some(([, start]) => start.every((byte, index) => bytes[index] === byte));
  if (!known) {
    faults.add(
      path,
      `${bytes.length} bytes`,
      `base64 of a ${formats.map(([name]) => name).join(", ")} picture`,
      "encode the file with base64",
    );
  } else if (bytes.length > largest) {
    faults.add(path, `${bytes.length} bytes`, `at most ${largest} bytes`, "use a smaller picture");
  }
}
