package dev.parley.it;

import java.io.File;
import org.eu.ingwar.tools.arquillian.extension.suite.annotations.ArquillianSuiteDeployment;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** The real WAR, deployed once for all integration tests. */
@ArquillianSuiteDeployment
public class Deployments {

    @Deployment(testable = false)
    static WebArchive parley() {
        return ShrinkWrap.createFromZipFile(WebArchive.class, new File(System.getProperty("war")));
    }
}
