import type { OperationDescriptor } from './operation';

export const frechetDescriptor: OperationDescriptor = {
  id: 'frechet',
  title: 'Fréchet Distance of Feature Sets',
  definition:
    'FID(r, g) = |mu_r - mu_g|^2 + Tr(S_r + S_g - 2 (S_r S_g)^(1/2)): means mu and covariances S (divided by the number of rows less 1) of two sets of rows. The trace of the root is the sum of the singular values of X_r X_g^T / sqrt((n - 1) (m - 1)) with centred rows, so that no complex root is ever taken. meanTerm is the first part and asks "is it real"; covarianceTerm is the second and asks "is all of it there" (mode drop). Rows with a number that is not finite are left out.',
  source:
    'Heusel et al.: "GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium", 2017; Dowson, Landau: "The Fréchet Distance between Multivariate Normal Distributions", 1982.',
  inputs: [
    { name: 'a', title: 'Feature set A', kinds: ['featureSet', 'pointCloud'] },
    { name: 'b', title: 'Feature set B', kinds: ['featureSet', 'pointCloud'] },
  ],
  options: [],
  numbers: [
    { name: 'fid', unit: 'none', meaning: 'The mean term plus the covariance term.' },
    { name: 'meanTerm', unit: 'none', meaning: 'Squared distance of the means.' },
    { name: 'covarianceTerm', unit: 'none', meaning: 'What the covariances differ by.' },
  ],
  output: { meaning: 'The finite rows of both sets along the first three principal components of the two together, coloured by set, with "set" (0 or 1) and "row" among the finite ones.', required: false },
};
