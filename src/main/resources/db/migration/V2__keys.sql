-- Keys, teams and what administrators did. Moments are epoch milliseconds, money is micro-dollars, null is no limit.
create table teams (
    name                    varchar(64) not null primary key,
    requests_per_minute     bigint,
    tokens_per_minute       bigint,
    concurrent_runs         bigint,
    per_day_micro_dollars   bigint,
    per_month_micro_dollars bigint,
    total_micro_dollars     bigint
);

-- hash: of the whole key, SHA-256 in hexadecimal digits. models and roles: one a line.
create table api_keys (
    id                      varchar(64)  not null primary key,
    hash                    varchar(64)  not null,
    name                    varchar(100) not null,
    team                    varchar(64),
    roles                   varchar(64)  not null,
    models                  text         not null,
    requests_per_minute     bigint,
    tokens_per_minute       bigint,
    concurrent_runs         bigint,
    per_day_micro_dollars   bigint,
    per_month_micro_dollars bigint,
    total_micro_dollars     bigint,
    created_at              bigint       not null,
    expires_at              bigint,
    revoked_at              bigint,
    last_used_at            bigint
);

create index api_keys_order on api_keys (created_at, id);

-- Its one row is locked by the server that looks whether the first key must be made
create table first_key (
    name varchar(16) not null primary key
);

insert into first_key (name) values ('lock');

create table admin_audit (
    id          varchar(64)  not null primary key,
    happened_at bigint       not null,
    actor       varchar(160) not null,
    action      varchar(32)  not null,
    target      varchar(160) not null,
    request_id  varchar(128) not null,
    outcome     varchar(64)  not null
);

create index admin_audit_order on admin_audit (happened_at, id);
