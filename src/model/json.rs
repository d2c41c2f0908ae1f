//! JSON as agents exchange it: checked strictly, and preserved byte for byte.
//!
//! A value is stored as its own text without insignificant white space, so a
//! price of `1.10` is never rewritten as `1.1`. Nothing here interprets a value.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

/// The most bytes a JSON text may have: 1 MiB.
pub const MAX_BYTES: usize = 1 << 20;

/// How deep arrays and objects may nest.
pub const MAX_DEPTH: usize = 64;

/// One JSON value, checked, as compact text.
#[derive(Clone, Debug)]
pub struct Json(Box<RawValue>);

impl Json {
    /// Checks `text`: well formed, at most [`MAX_BYTES`] long and [`MAX_DEPTH`]
    /// deep, no key twice in one object, no number out of range, no NUL.
    pub fn parse(text: &str) -> Result<Self, String> {
        check(text)?;
        Self::from_text(compact(text).into_owned())
            .map_err(|error| format!("not acceptable JSON: {error}"))
    }

    /// The same, for what was found to be one well-formed value before.
    pub(crate) fn of_raw(raw: &RawValue) -> Result<Self, String> {
        check(raw.get())?;
        match compact(raw.get()) {
            Cow::Borrowed(_) => Ok(Self(raw.to_owned())),
            Cow::Owned(text) => {
                Self::from_text(text).map_err(|error| format!("not acceptable JSON: {error}"))
            }
        }
    }

    /// The value as the JSON that `value` serialises to.
    pub fn from_value(value: &serde_json::Value) -> Self {
        // A `Value` always prints as one well-formed JSON value, so the way
        // through `null` is never taken.
        Self::from_text(value.to_string()).unwrap_or_else(|_| Self(RawValue::NULL.to_owned()))
    }

    /// The value as a tree; numbers become `f64` where no integer holds them.
    pub fn to_value(&self) -> serde_json::Value {
        serde_json::from_str(self.0.get()).unwrap_or_default()
    }

    /// The members of an object, in their order; none of any other value.
    pub fn members(&self) -> Vec<(String, Self)> {
        let mut parser = serde_json::Deserializer::from_str(self.as_str());
        parser.deserialize_map(Members).unwrap_or_default()
    }

    /// The value for text that this program stored after checking it.
    pub(crate) fn from_text(text: String) -> Result<Self, serde_json::Error> {
        RawValue::from_string(text).map(Self)
    }

    /// The compact text.
    pub fn as_str(&self) -> &str {
        self.0.get()
    }
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Checks what [`Json::parse`] promises.
fn check(text: &str) -> Result<(), String> {
    if text.len() > MAX_BYTES {
        return Err(format!(
            "the JSON has {} bytes; at most {MAX_BYTES} (1 MiB) are taken",
            text.len()
        ));
    }
    let mut parser = serde_json::Deserializer::from_str(text);
    Strict { depth: 0 }
        .deserialize(&mut parser)
        .and_then(|()| parser.end())
        .map_err(|error| format!("not acceptable JSON: {error}"))
}

/// Drops the white space between tokens; `text` is already known to be JSON.
fn compact(text: &str) -> Cow<'_, str> {
    let mut in_string = false;
    let mut escaped = false;
    let mut kept = String::new();
    let mut from = 0;
    for (at, byte) in text.bytes().enumerate() {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
        } else if byte.is_ascii_whitespace() {
            kept.push_str(&text[from..at]);
            from = at + 1;
        } else {
            in_string = byte == b'"';
        }
    }
    if from == 0 {
        return Cow::Borrowed(text);
    }
    kept.push_str(&text[from..]);
    Cow::Owned(kept)
}

/// A key of an object, without a copy where the text has it as it is.
#[derive(Deserialize)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);

/// The keys of one object so far. A few are compared one by one, which is faster.
enum Keys<'a> {
    Few(Vec<Cow<'a, str>>),
    Many(HashSet<Cow<'a, str>>),
}

impl<'a> Keys<'a> {
    const FEW: usize = 16;

    /// Adds a key; returns it if it exists already.
    fn add(&mut self, key: Cow<'a, str>) -> Result<(), Cow<'a, str>> {
        match self {
            Self::Few(keys) if keys.contains(&key) => return Err(key),
            Self::Few(keys) if keys.len() < Self::FEW => keys.push(key),
            Self::Few(keys) => {
                let mut many: HashSet<_> = keys.drain(..).collect();
                many.insert(key);
                *self = Self::Many(many);
            }
            Self::Many(keys) => {
                if let Some(twice) = keys.replace(key) {
                    return Err(twice);
                }
            }
        }
        Ok(())
    }
}

/// Keeps the members of an object, each as its own text.
struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = Vec<(String, Json)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((key, value)) = map.next_entry::<String, Box<RawValue>>()? {
            members.push((key, Json(value)));
        }
        Ok(members)
    }
}

/// Walks a value and keeps nothing of it but the verdict.
#[derive(Clone, Copy)]
struct Strict {
    depth: usize,
}

impl Strict {
    fn inner<E: de::Error>(self) -> Result<Self, E> {
        if self.depth == MAX_DEPTH {
            return Err(E::custom(format_args!(
                "nested more than {MAX_DEPTH} levels deep"
            )));
        }
        Ok(Self {
            depth: self.depth + 1,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<(), E> {
        if text.contains('\0') {
            return Err(E::custom("a string holds a NUL character"));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let inner = self.inner()?;
        while seq.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let inner = self.inner()?;
        let mut seen = Keys::Few(Vec::new());
        while let Some(Key(key)) = map.next_key()? {
            self.visit_str(&key)?;
            map.next_value_seed(inner)?;
            if let Err(twice) = seen.add(key) {
                return Err(de::Error::custom(format_args!(
                    "the key `{}` appears twice in one object",
                    twice.escape_debug()
                )));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_and_key_order_are_kept_to_the_letter() {
        let json =
            Json::parse(" { \"z\" : 1.10 ,\n \"a\":[ 1E5, 12345678901234567890 ] }").unwrap();
        assert_eq!(
            json.as_str(),
            r#"{"z":1.10,"a":[1E5,12345678901234567890]}"#
        );
    }

    #[test]
    fn white_space_inside_strings_is_kept() {
        let json = Json::parse(r#"{"a": "x \" y \\", "b": " z "}"#).unwrap();
        assert_eq!(json.as_str(), r#"{"a":"x \" y \\","b":" z "}"#);
    }

    #[test]
    fn bad_json_is_refused_with_the_reason() {
        for (text, reason) in [
            ("", "EOF"),
            ("{", "EOF"),
            ("{} {}", "trailing"),
            ("NaN", "expected"),
            ("-Infinity", "invalid number"),
            ("1e999", "out of range"),
            (r#"{"a":1,"a":2}"#, "`a` appears twice"),
            (r#"[{"b":{"a":1,"\u0061":2}}]"#, "`a` appears twice"),
            (r#""\u0000""#, "NUL"),
            (r#"{"\u0000":1}"#, "NUL"),
            (r#""\ud800""#, "hex escape"),
        ] {
            let error = Json::parse(text).expect_err(text);
            assert!(error.contains(reason), "{text}: {error}");
        }
    }

    #[test]
    fn what_was_well_formed_before_is_checked_as_strictly() {
        let raw = |text: &str| RawValue::from_string(text.to_owned()).unwrap();
        for (text, kept) in [
            (r#"{"z":1.10,"a b":" x "}"#, r#"{"z":1.10,"a b":" x "}"#),
            ("[ 1 ,\t{ \"a\" : \"\\\\\" } ]", r#"[1,{"a":"\\"}]"#),
        ] {
            assert_eq!(Json::of_raw(&raw(text)).unwrap().as_str(), kept);
            assert_eq!(Json::parse(text).unwrap().as_str(), kept);
        }
        for text in [r#"{"a":1,"a":2}"#, r#""\u0000""#, "1e999"] {
            let error = Json::of_raw(&raw(text)).unwrap_err();
            assert_eq!(error, Json::parse(text).unwrap_err());
        }
    }

    #[test]
    fn a_key_twice_is_found_among_few_and_among_many() {
        for keys in [1, 15, 16, 17, 40] {
            let object = |last: usize| {
                let fields = (0..keys).chain([last]).map(|key| format!("\"k{key}\":0"));
                format!("{{{}}}", fields.collect::<Vec<_>>().join(","))
            };
            assert!(Json::parse(&object(keys)).is_ok(), "{keys}");
            for twice in [0, keys - 1] {
                let error = Json::parse(&object(twice)).unwrap_err();
                let named = format!("`k{twice}` appears twice");
                assert!(error.contains(&named), "{keys}: {error}");
            }
        }
    }

    #[test]
    fn nesting_ends_at_64_levels() {
        let nested = |depth| "[".repeat(depth) + &"]".repeat(depth);
        assert!(Json::parse(&nested(64)).is_ok());
        assert!(Json::parse(&nested(65)).unwrap_err().contains("64 levels"));
        assert!(Json::parse(&nested(100_000)).is_err());
    }

    #[test]
    fn a_payload_ends_at_one_mebibyte() {
        let text = |bytes: usize| format!("\"{}\"", "x".repeat(bytes - 2));
        assert!(Json::parse(&text(MAX_BYTES)).is_ok());
        assert!(
            Json::parse(&text(MAX_BYTES + 1))
                .unwrap_err()
                .contains("1 MiB")
        );
    }

    proptest! {
        #[test]
        fn any_text_is_taken_or_refused_without_a_panic(text in "\\PC{0,80}") {
            let _ = Json::parse(&text);
        }

        #[test]
        fn what_is_taken_reads_back_as_the_same_value(
            text in r#"[\[\]{}:,"\\ntruefalse0-9.eE+ \n-]{0,40}"#
        ) {
            if let Ok(json) = Json::parse(&text) {
                let before: serde_json::Value = serde_json::from_str(&text).unwrap();
                prop_assert_eq!(json.to_value(), before);
            }
        }
    }
}
