/** Bytes outside the protocol that a command on a device may bring: banners and messages, not a flood. */
export const MAX_STRAY_BYTES = 4 * 1024 * 1024;

/** Why a device that brings more is not listened to any longer. */
export const FLOOD = 'more than 4 MiB outside the protocol';
