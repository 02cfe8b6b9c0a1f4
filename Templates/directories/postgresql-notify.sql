-- SPDX-FileCopyrightText: The mkprofile contributors
-- SPDX-License-Identifier: Apache-2.0
--
-- PostgreSQL tells mkprofile which domain or person has changed, when the transaction is committed.
-- Settings: directory: {notify: mkprofile}. Change the names of the tables and columns to yours.

CREATE FUNCTION mkprofile_domain() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM pg_notify('mkprofile', OLD.domain); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM pg_notify('mkprofile', NEW.domain); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER mkprofile AFTER INSERT OR UPDATE OR DELETE ON domain
  FOR EACH ROW EXECUTE FUNCTION mkprofile_domain();

CREATE FUNCTION mkprofile_person() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM pg_notify('mkprofile', OLD.address); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM pg_notify('mkprofile', NEW.address); END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER mkprofile AFTER INSERT OR UPDATE OR DELETE ON mailbox
  FOR EACH ROW EXECUTE FUNCTION mkprofile_person();

CREATE ROLE mkprofile LOGIN;
GRANT SELECT ON domain, mailbox TO mkprofile;
