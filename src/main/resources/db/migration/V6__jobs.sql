-- Work to be done in the background, a row each until it is done. The columns are db-scheduler's (their moments are therefore no
-- epoch milliseconds); picked_by is the instance that is at it.
create table jobs (
    task_name            varchar(100) not null,
    task_instance        varchar(255) not null,
    task_data            bytea,
    execution_time       timestamp with time zone not null,
    picked               boolean      not null,
    picked_by            varchar(64),
    last_success         timestamp with time zone,
    last_failure         timestamp with time zone,
    consecutive_failures int,
    last_heartbeat       timestamp with time zone,
    version              bigint       not null,
    primary key (task_name, task_instance)
);

create index jobs_due on jobs (picked, execution_time);
