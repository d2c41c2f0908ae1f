//! The description of the API is the list of its routes.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::credentials::{filled, operations};
use super::{API, Server};

fn document(server: &Server) -> Value {
    let shown = server
        .client("risk")
        .request("GET", "/openapi.json", &[], "");
    assert_eq!(shown.header("content-type"), Some("application/json"));
    shown.json(200)
}

#[test]
fn every_documented_operation_is_there_and_no_other() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let mut methods: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (method, path, _) in operations(&server) {
        methods.entry(path).or_default().insert(method);
    }
    for (path, methods) in methods {
        let filled = filled(&path);
        // Whatever it answers to an empty body, it is there.
        for method in ["GET", "PUT", "POST", "DELETE", "PATCH"] {
            // A stream of events would not end: this one is refused.
            let headers = [("Last-Event-ID", "x")];
            let reply = supervisor.request(method, &filled, &headers, "");
            let is_there = methods.contains(method);
            assert_eq!(
                reply.status != 405,
                is_there,
                "{method} {path}: {}",
                reply.body
            );
            assert!(
                !reply.body.contains("nothing at this path"),
                "{method} {path}"
            );
            if !is_there {
                let allowed = reply.header("allow").unwrap().split(',');
                let allowed = allowed
                    .filter(|method| *method != "HEAD")
                    .map(str::to_owned);
                assert_eq!(allowed.collect::<BTreeSet<_>>(), methods, "{path}");
            }
        }
    }
}

#[test]
fn the_routes_of_the_source_are_among_those_documented() {
    let server = Server::start();
    let operations = operations(&server);
    for (method, path) in [
        ("POST", "/halt"),
        ("GET", "/cycle/{id}"),
        ("POST", "/health/{agent}/heartbeat"),
        ("POST", "/health/{agent}/initialize"),
        ("POST", "/health/{agent}/reset"),
        ("GET", "/messages"),
        ("GET", "/cycles"),
        ("GET", "/health"),
    ] {
        let named =
            |one: &&(String, String, bool)| one.0 == method && one.1 == format!("{API}{path}");
        assert!(operations.iter().any(|one| named(&one)), "{method} {path}");
    }
}

#[test]
fn the_reference_lists_every_route_and_no_other() {
    let server = Server::start();
    let operations = operations(&server);
    let there: BTreeSet<_> = operations
        .iter()
        .map(|(method, path, _)| format!("{method} {}", path.trim_start_matches(API)))
        .collect();
    let reference = include_str!("../../../docs/REFERENCE.md");
    let rows = reference.lines().filter_map(|line| {
        let route = line.strip_prefix("| `")?.split('`').next()?;
        let (method, path) = route.split_once(' ')?;
        let is_route = path.starts_with('/') && method.chars().all(char::is_uppercase);
        is_route.then(|| route.to_owned())
    });
    assert_eq!(rows.collect::<BTreeSet<_>>(), there);
}

#[test]
fn the_description_is_complete_and_refers_to_nothing_that_is_missing() {
    let server = Server::start();
    let document = document(&server);
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["servers"], json!([{"url": "/"}]));
    assert_eq!(document["security"], json!([{"bearer": []}]));
    let bearer = &document["components"]["securitySchemes"]["bearer"];
    assert_eq!(
        (&bearer["type"], &bearer["scheme"]),
        (&json!("http"), &json!("bearer"))
    );
    let mut names = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let name = operation["operationId"].as_str().unwrap();
            assert!(names.insert(name.to_owned()), "{name} is there twice");
            assert!(operation["summary"].is_string(), "{method} {path}");
            if operation["security"].is_null() {
                for status in ["401", "default"] {
                    let schema = &operation["responses"][status]["content"]["application/json"];
                    let problem = "#/components/schemas/ProblemBody";
                    assert_eq!(schema["schema"]["$ref"], problem, "{method} {path}");
                }
            }
            let given = operation["parameters"]
                .as_array()
                .cloned()
                .unwrap_or_default();
            let in_path = path.matches('{').count();
            let params = given.iter().filter(|one| one["in"] == "path").count();
            assert_eq!(params, in_path, "{method} {path}");
        }
    }
    let text = document.to_string();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name}");
    }
}

/// What is answered has the members that its schema says, and no others.
#[test]
fn what_is_shown_is_what_is_described() {
    let server = Server::start();
    let supervisor = server.client("supervisor");
    let started = r#"{"symbol": "EURUSD", "gates": ["risk_validation"]}"#;
    supervisor.post("/cycle/start", started).json(201);
    supervisor.post("/cycle/latest/advance", "").json(200);
    supervisor.post("/cycle/latest/advance", "").json(202);
    supervisor.put("/cycle/latest/state/note", "1").json(201);
    supervisor
        .post("/halt", r#"{"reason": "x", "symbol": "GBPUSD"}"#)
        .json(200);
    supervisor
        .post(
            "/messages",
            r#"{"to": "risk", "subject": "x", "payload": 1}"#,
        )
        .json(201);
    let document = document(&server);
    for (path, methods) in document["paths"].as_object().unwrap() {
        let Some(schema) = methods["get"]["responses"]["200"]["content"]["application/json"]
            .get("schema")
            .filter(|_| path.starts_with(API))
        else {
            continue;
        };
        let shown = supervisor.request("GET", &filled(path), &[], "").json(200);
        check(&document, schema, &shown, path);
    }
}

/// Checks a value against a schema, as far as the members of objects go.
fn check(document: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return check(
            document,
            &document["components"]["schemas"][name],
            value,
            at,
        );
    }
    if let Some(items) = value.as_array() {
        for item in items {
            check(document, &schema["items"], item, at);
        }
        return;
    }
    let (described, required) = members(document, schema);
    let Some(found) = value.as_object().filter(|_| !described.is_empty()) else {
        return;
    };
    for name in found.keys() {
        assert!(
            described.contains_key(name),
            "{at}: `{name}` is not described"
        );
    }
    for name in required {
        assert!(found.contains_key(&name), "{at}: `{name}` is missing");
    }
    for (name, schema) in described {
        if let Some(value) = found.get(&name) {
            check(document, &schema, value, &format!("{at} {name}"));
        }
    }
}

/// The members of an object as its schema describes them, and those that are always there.
fn members(document: &Value, schema: &Value) -> (BTreeMap<String, Value>, Vec<String>) {
    let mut described = BTreeMap::new();
    let mut required = Vec::new();
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().unwrap();
        return members(document, &document["components"]["schemas"][name]);
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        described.insert(name.clone(), schema.clone());
    }
    let always = schema["required"].as_array().into_iter().flatten();
    required.extend(always.map(|name| name.as_str().unwrap().to_owned()));
    for part in ["allOf", "oneOf"] {
        for part in schema[part].as_array().into_iter().flatten() {
            let (more, always) = members(document, part);
            described.extend(more);
            required.extend(always);
        }
    }
    (described, required)
}
