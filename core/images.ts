import versions from "../versions.json";

/** Container images by the part that runs in them, pinned by tag and digest. */
export const images: Readonly<Record<keyof typeof versions.images, string>> = versions.images;
