/** `urn:pulumi:STACK::PROJECT::PARENT_TYPES$TYPE::NAME`: the name may hold `::` itself, the other parts may not. */
function parts(urn: string): readonly string[] {
  return urn.split("::");
}

/** `kafka:index/topic:Topic` */
export function typeOfUrn(urn: string): string {
  return parts(urn)[2]?.split("$").at(-1) ?? "";
}

/** The resource's name in the program. */
export function nameOfUrn(urn: string): string {
  return parts(urn).slice(3).join("::");
}
