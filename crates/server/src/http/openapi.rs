//! The API as OpenAPI 3.1, derived from the rules in force and the types of the answers.

use client_profile::envelope::{ErrorCode, RecordKey, ValueKind};
use client_profile::{Code, Field, FieldSet, Profile, Rules, schema};
use serde_json::{Map, Value, json};

/// The description, as JSON.
pub fn document(rules: &Rules) -> Vec<u8> {
    let description = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Client profile",
            "version": env!("CARGO_PKG_VERSION"),
            "summary": "The profile that a broker keeps of a client",
            "license": { "name": "MIT OR Apache-2.0", "identifier": "MIT OR Apache-2.0" },
        },
        "servers": [{ "url": "/" }, { "url": "/v1" }],
        "security": [{ "bearer": [] }, { "token": [] }],
        "paths": paths(),
        "components": {
            "securitySchemes": {
                "bearer": { "type": "http", "scheme": "bearer" },
                "token": {
                    "type": "apiKey", "in": "header", "name": "Authorization",
                    "description": "The token alone, without a scheme",
                },
            },
            "parameters": parameters(),
            "headers": headers(),
            "schemas": schemas(rules),
            "responses": failures(),
        },
    });
    description.to_string().into_bytes()
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

fn paths() -> Value {
    use ErrorCode as E;
    let kept = || {
        json!({
            "description": "The record",
            "headers": { "ETag": reference("headers", "ETag"), "X-Request-Id": reference("headers", "RequestId") },
            "content": { "application/json": { "schema": reference("schemas", "Success") } },
        })
    };
    let body = |name: &str| {
        json!({
            "required": true,
            "content": { "application/json": { "schema": reference("schemas", name) } },
        })
    };
    // What is looked at in every header is refused to a request without a body too.
    let always = [
        E::BadRequest,
        E::MethodNotAllowed,
        E::HeaderTooLarge,
        E::InternalError,
        E::NotImplemented,
        E::Unavailable,
    ];
    // Nobody who asks whether the service lives is told to wait.
    let limited = [E::RateLimit];
    let known = [E::Unauthorized];
    let sent = [E::ValidationError, E::RequestTimeout, E::PayloadTooLarge, E::UnsupportedMediaType];
    let [client_id, if_match, if_none_match] =
        ["ClientId", "IfMatch", "IfNoneMatch"].map(|name| reference("parameters", name));
    let conditional = json!([client_id, if_match, if_none_match]);
    let mut read =
        responses(&kept(), &[&always, &limited, &known, &[E::NotFound, E::PreconditionFailed]]);
    read["304"] = known_already();
    let open = |id: &str, summary: &str, schema: Value, limits: &[E]| {
        json!({
            "operationId": id, "summary": summary, "security": [],
            "responses": responses(&json!({
                "description": "OK",
                "content": { "application/json": { "schema": schema } },
            }), &[&always, limits]),
        })
    };
    let document = |id: &str, summary: &str, schema: Value| {
        let mut operation = open(id, summary, schema, &limited);
        operation["parameters"] = json!([if_none_match]);
        operation["responses"]["200"]["headers"] = json!({ "ETag": reference("headers", "ETag") });
        operation["responses"]["304"] = known_already();
        operation
    };
    let health = |word: &str| {
        json!({
            "type": "object", "required": ["status"],
            "properties": { "status": { "const": word } },
        })
    };
    json!({
        "/client/profile": {
            "get": {
                "operationId": "get_profile", "summary": "Read the profile",
                "parameters": conditional,
                "responses": read,
            },
            "post": {
                "operationId": "create_profile", "summary": "Write the first profile",
                "parameters": [client_id, if_match],
                "requestBody": body("FirstProfile"),
                "responses": responses(
                    &kept(),
                    &[&always, &limited, &known, &sent, &[E::Conflict, E::PreconditionFailed]],
                ),
            },
            "put": {
                "operationId": "update_profile", "summary": "Change the profile",
                "parameters": conditional,
                "requestBody": body("ProfileUpdate"),
                "responses": responses(
                    &kept(),
                    &[&always, &limited, &known, &sent, &[E::NotFound, E::PreconditionFailed]],
                ),
            },
        },
        "/client/profile/rules": {
            "get": document("get_rules", "Read the rules in force", reference("schemas", "Rules")),
        },
        "/openapi.json": {
            "get": document("get_description", "Read this description", json!({ "type": "object" })),
        },
        "/livez": { "get": open("get_liveness", "Whether the process runs", health("live"), &[]) },
        "/readyz": { "get": open("get_readiness", "Whether to send requests", health("ready"), &[]) },
    })
}

/// The answer to who has what was asked for.
fn known_already() -> Value {
    json!({
        "description": "It is what `If-None-Match` names",
        "headers": { "ETag": reference("headers", "ETag") },
    })
}

/// An operation's answers: how it goes well, and each way it does not.
fn responses(success: &Value, failures: &[&[ErrorCode]]) -> Value {
    let mut all = Map::new();
    all.insert("200".into(), success.clone());
    for code in failures.iter().copied().flatten() {
        all.insert(code.status().to_string(), reference("responses", &status_name(code.status())));
    }
    Value::Object(all)
}

fn status_name(status: u16) -> String {
    format!("Status{status}")
}

/// One answer for each status, that says which codes it comes with.
fn failures() -> Value {
    let mut all = Map::new();
    for status in ErrorCode::ALL.iter().map(|code| code.status()) {
        let codes: Vec<&ErrorCode> =
            ErrorCode::ALL.iter().filter(|code| code.status() == status).collect();
        let words: Vec<String> = codes
            .iter()
            .map(|code| format!("`{}`: {}", code.as_str(), code.description()))
            .collect();
        let mut headers = Map::new();
        headers.insert("X-Request-Id".into(), reference("headers", "RequestId"));
        for (needs, name, header) in [
            (status == 401, "WWW-Authenticate", "Challenge"),
            (status == 405, "Allow", "Allow"),
            (status == 412, "ETag", "ETag"),
            (status == 415, "Accept-Encoding", "AcceptEncoding"),
            (status == 429 || status == 503, "Retry-After", "RetryAfter"),
        ] {
            if needs {
                headers.insert(name.into(), reference("headers", header));
            }
        }
        let answer = json!({
            "description": words.join("\n\n"),
            "headers": headers,
            "content": { "application/json": { "schema": reference("schemas", "Failure") } },
        });
        all.insert(status_name(status), answer);
    }
    Value::Object(all)
}

fn parameters() -> Value {
    json!({
        "ClientId": {
            "name": "x-client-id", "in": "header", "required": false,
            "description": "A key that lifts the limits of requests, given by the operator",
            "schema": { "type": "string" },
        },
        "IfMatch": {
            "name": "If-Match", "in": "header", "required": false,
            "description": "ETags of the record that is asked for, or that the change was made for, or `*`; \
                with POST it never holds, since there is no record yet",
            "schema": { "type": "string" },
        },
        "IfNoneMatch": {
            "name": "If-None-Match", "in": "header", "required": false,
            "description": "ETags of what it must not be, or `*`",
            "schema": { "type": "string" },
        },
    })
}

fn headers() -> Value {
    let text = json!({ "type": "string" });
    json!({
        "ETag": { "description": "Opaque tag of what is answered", "schema": text },
        "RequestId": { "description": "Names this request in the log", "schema": text },
        "Challenge": { "description": "RFC 6750", "required": true, "schema": text },
        "Allow": { "description": "The methods there are", "required": true, "schema": text },
        "AcceptEncoding": {
            "description": "What a body may have on top, when it had something else (RFC 9110, 12.5.3)",
            "schema": { "const": "identity" },
        },
        "RetryAfter": {
            "description": "Seconds to wait", "required": true,
            "schema": { "type": "integer", "minimum": 0 },
        },
    })
}

fn schemas(rules: &Rules) -> Value {
    let request = |fields| {
        let text = schema::request(rules, fields);
        serde_json::from_str::<Value>(&text).unwrap_or_default()
    };
    let keys = Profile::KEYS.iter().map(|key| (key.name.to_owned(), value_schema(key)));
    let codes: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    let issues: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    let required = |names: &[&str]| json!(names);
    json!({
        "ProfileUpdate": request(FieldSet::ALL),
        "FirstProfile": request(FieldSet::PROFILE),
        "Profile": {
            "type": "object",
            "required": Profile::KEYS.iter().map(|key| key.name).collect::<Vec<_>>(),
            "properties": keys.collect::<Map<_, _>>(),
        },
        "Meta": {
            "type": "object",
            "required": required(&["endpoint", "method", "timing"]),
            "properties": {
                "endpoint": { "type": "string" },
                "method": { "type": "string" },
                "timing": { "type": "integer", "minimum": 0, "description": "Milliseconds" },
            },
        },
        "Success": {
            "type": "object",
            "required": required(&["data", "meta"]),
            "properties": {
                "data": {
                    "type": "array", "minItems": 1, "maxItems": 1,
                    "items": reference("schemas", "Profile"),
                },
                "meta": reference("schemas", "Meta"),
            },
        },
        "Failure": {
            "type": "object",
            "required": required(&["errors", "meta"]),
            "properties": {
                "data": {
                    "description": "The current record, with 412",
                    "type": "array", "minItems": 1, "maxItems": 1,
                    "items": reference("schemas", "Profile"),
                },
                "errors": {
                    "type": "array", "minItems": 1, "items": reference("schemas", "Error"),
                },
                "meta": reference("schemas", "Meta"),
            },
        },
        "Error": {
            "type": "object",
            "required": required(&["status", "code", "message"]),
            "properties": {
                "status": { "type": "integer" },
                "code": { "enum": codes },
                "message": { "type": "string" },
                "field": { "type": "string", "description": "Name of the field it is about" },
                "issue": { "enum": issues, "description": "The rule that is broken" },
                "country": {
                    "type": "string", "pattern": "^[a-z]{2}$",
                    "description": "The country that was probably meant by what is none",
                },
            },
        },
        "Rules": { "type": "object", "required": required(&["version"]) },
    })
}

/// The schema of one key of the record.
fn value_schema(key: &RecordKey) -> Value {
    let may_be_null = key.field.is_none_or(|field| field == Field::Reason)
        && !["client_id", "created_time"].contains(&key.name);
    let kind = match key.kind {
        ValueKind::Number => "integer",
        ValueKind::Text | ValueKind::Time => "string",
    };
    let kind = if may_be_null { json!([kind, "null"]) } else { json!(kind) };
    if key.kind == ValueKind::Time {
        let form = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}$";
        return json!({ "type": kind, "pattern": form });
    }
    json!({ "type": kind })
}
