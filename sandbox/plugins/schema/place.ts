import type { Property } from "./property";

/** Where a value is: as the program writes it, and as Terraform's provider, whose words are used, calls it. */
export class Place {
  private constructor(
    readonly name: string,
    readonly path: string,
    readonly terraform: string,
    /** Below a set messages name the set: its elements have no order. */
    private readonly inSet: boolean,
  ) {}

  static readonly root = new Place("", "", "", false);

  property(name: string, { stateName = snake(name), kind, unordered = false }: PlacedProperty): Place {
    const terraform = joined(this.terraform, stateName);
    const path = this.inSet ? this.path : joined(this.path, name);
    // a block is a list of one there
    return new Place(stateName, path, kind === "block" ? `${terraform}.0` : terraform, this.inSet || unordered);
  }

  element(index: number, of: Property["kind"]): Place {
    const inSet = this.inSet || of === "set";
    return new Place(this.name, inSet ? this.path : `${this.path}[${index}]`, `${this.terraform}.${index}`, inSet);
  }

  key(name: string): Place {
    const path = this.inSet ? this.path : joined(this.path, name);
    return new Place(name, path, joined(this.terraform, name), this.inSet);
  }
}

type PlacedProperty = Pick<Property, "stateName" | "kind" | "unordered">;

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** `displayName` as `display_name`. */
export function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
