//! Random numbers fit for keys, from the browser.

use ledger::{DeviceId, RecordId, Salt, uuid_v7};
use uuid::Uuid;

use super::clock;

/// Bytes fit for a key or a nonce; `None` where the browser has none to give.
pub fn bytes<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

fn random<const N: usize>() -> [u8; N] {
    // Every browser that can run the app has them; without, ids would still differ by time.
    bytes().unwrap_or([0; N])
}

fn uuid() -> Uuid {
    uuid_v7(u64::try_from(clock::now_ms()).unwrap_or_default(), random())
}

/// A new record's id.
pub fn record_id() -> RecordId {
    RecordId(uuid())
}

/// A new device's id.
pub fn device_id() -> DeviceId {
    DeviceId(uuid())
}

/// A new salt.
pub fn salt() -> Salt {
    Salt(random())
}

/// A number for spreading out retries.
pub fn jitter() -> u16 {
    u16::from_le_bytes(random())
}

/// A seed for what a questionnaire draws at random.
pub fn seed() -> u64 {
    u64::from_le_bytes(random())
}
