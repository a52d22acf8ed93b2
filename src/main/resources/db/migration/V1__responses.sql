-- Stored responses of /v1/responses. Moments are epoch milliseconds.
create table responses (
    id            varchar(64)  not null primary key,
    owner         varchar(128) not null,
    node          varchar(255) not null,
    status        varchar(16)  not null,
    created_at    bigint       not null,
    expires_at    bigint       not null,
    body          text         not null,
    input_items   text         not null,
    conversation  text         not null
);

create index responses_expiry on responses (expires_at);
