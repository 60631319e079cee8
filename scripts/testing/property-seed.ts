import fc from 'fast-check'

/**
 * A run of the tests tries the same properties on the same values each time: what fails, fails for everybody. Other values
 * come with `PROPERTY_SEED`, any whole number.
 */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.PROPERTY_SEED ?? 20_260_101) })
